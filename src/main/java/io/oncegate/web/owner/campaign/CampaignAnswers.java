package io.oncegate.web.owner.campaign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.oncegate.campaign.InTurn;
import io.oncegate.campaign.IssuedRow;
import io.oncegate.campaign.TooFewRowsException;
import io.oncegate.campaign.Upload;
import io.oncegate.campaign.UploadConflictException;
import io.oncegate.campaign.Uploads;
import io.oncegate.web.http.Faults;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Sends the rows of a campaign back with their links while these are being issued. A
 * failure before the first links are stored is answered with a problem; a later one
 * closes the connection.
 */
@Component
class CampaignAnswers {

	/**
	 * Small, so that a slow reader holds up issuing before many links are issued ahead.
	 */
	private static final int BUFFER = 8 * 1024;

	private final Uploads uploads;

	private final UploadPlaces places;

	private final PublicUrl publicUrl;

	private final Faults faults;

	CampaignAnswers(Uploads uploads, UploadPlaces places, PublicUrl publicUrl, Faults faults) {
		this.uploads = uploads;
		this.places = places;
		this.publicUrl = publicUrl;
		this.faults = faults;
	}

	/** Issues the links for a program, with the address of the campaign. */
	Mono<ServerResponse> created(ServerRequest request, Mono<Upload> begin, CampaignRows rows, IssuedFormat format) {
		return answer(request, HttpStatus.CREATED, begin, rows, format,
				(campaignId) -> Map.of(HttpHeaders.LOCATION, this.publicUrl.of("/api/v1/campaigns/" + campaignId)));
	}

	/** Issues the links for a browser, which saves them as a file. */
	Mono<ServerResponse> file(ServerRequest request, Upload upload, CampaignRows rows, IssuedFormat format) {
		String disposition = ContentDisposition.attachment()
			.filename(upload.name() + ".csv", StandardCharsets.UTF_8)
			.build()
			.toString();
		return answer(request, HttpStatus.OK, Mono.just(upload), rows, format,
				(campaignId) -> Map.of(HttpHeaders.CONTENT_DISPOSITION, disposition));
	}

	/** The headers are sent only with an answer that has links. */
	private Mono<ServerResponse> answer(ServerRequest request, HttpStatus status, Mono<Upload> begin, CampaignRows rows,
			IssuedFormat format, Function<UUID, Map<String, String>> headers) {
		return ServerResponse.status(status)
			.contentType(format.type())
			.body((response, context) -> this.places.run(request.exchange().getRequest(),
					write(response, issue(request, begin, rows, format, response, headers))));
	}

	/**
	 * Writes until the server stops. If the client leaves, the server does not cancel
	 * what it is writing.
	 */
	private static Mono<Void> write(ServerHttpResponse response, Flux<ByteBuffer> buffers) {
		Sinks.Empty<Void> ended = Sinks.empty();
		return response
			.writeWith(buffers.map((bytes) -> response.bufferFactory().wrap(bytes)).takeUntilOther(ended.asMono()))
			.doFinally((signal) -> ended.tryEmitEmpty());
	}

	private Flux<ByteBuffer> issue(ServerRequest request, Mono<Upload> begin, CampaignRows rows, IssuedFormat format,
			ServerHttpResponse response, Function<UUID, Map<String, String>> headers) {
		return begin
			.flatMapMany((upload) -> this.uploads.issue(upload, rows.chunks(), (fault) -> reason(request, fault))
				.switchOnFirst((first, issued) -> first.isOnError() ? refuse(issued, response)
						: begun(issued, rows, format, response, headers.apply(upload.campaignId()))))
			.onErrorMap(UploadConflictException.class,
					(ex) -> ProblemException.of(Problem.CONFLICT, String.valueOf(ex.getMessage())))
			.onErrorMap(TooFewRowsException.class, CampaignAnswers::problem);
	}

	private static ProblemException problem(TooFewRowsException fault) {
		return ProblemException.invalid("body", String.valueOf(fault.getMessage()));
	}

	/** Closes the connection with the problem: much of the body may not have arrived. */
	private static Flux<ByteBuffer> refuse(Flux<List<IssuedRow>> fault, ServerHttpResponse response) {
		response.getHeaders().set(HttpHeaders.CONNECTION, "close");
		return fault.thenMany(Flux.empty());
	}

	private static Flux<ByteBuffer> begun(Flux<List<IssuedRow>> issued, CampaignRows rows, IssuedFormat format,
			ServerHttpResponse response, Map<String, String> headers) {
		headers.forEach(response.getHeaders()::set);
		rows.headers().forEach(response.getHeaders()::set);
		return Flux.concat(buffers(format.head(rows)),
				InTurn.map(issued, (chunk) -> buffers(format.rows(rows, chunk))));
	}

	private static Flux<ByteBuffer> buffers(byte[] bytes) {
		return Flux.fromStream(() -> IntStream.iterate(0, (at) -> at < bytes.length, (at) -> at + BUFFER)
			.mapToObj((at) -> ByteBuffer.wrap(bytes, at, Math.min(BUFFER, bytes.length - at))));
	}

	/**
	 * Explains to the owner why a campaign failed, and logs what an operator has to know.
	 */
	private String reason(ServerRequest request, Throwable fault) {
		if (fault instanceof UploadConflictException) {
			return String.valueOf(fault.getMessage());
		}
		if (fault instanceof TooFewRowsException few) {
			return reason(request, problem(few));
		}
		if (fault instanceof ProblemException problem && !problem.errors().isEmpty()) {
			return problem.errors().get(0).field() + " " + problem.errors().get(0).message();
		}
		if (!Faults.isOfStore(fault) && DisconnectedClientHelper.isClientDisconnectedException(fault)) {
			return "The connection ended, or was idle for 30 seconds.";
		}
		return (this.faults.translate(request.exchange(), fault).problem() == Problem.STORE_UNAVAILABLE)
				? "A store did not answer." : "Something went wrong on our side.";
	}

}
