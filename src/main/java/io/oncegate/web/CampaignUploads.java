package io.oncegate.web;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaigns;
import io.oncegate.campaign.InTurn;
import io.oncegate.campaign.IssuedRow;
import io.oncegate.campaign.Upload;
import io.oncegate.campaign.UploadConflictException;
import io.oncegate.campaign.Uploads;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Receives the rows of a campaign, or their number, and sends them back with their links
 * while more arrive. What fails before the first links are stored is a problem; what
 * fails later ends the connection.
 */
@Component
class CampaignUploads {

	private static final MediaType CSV = new MediaType("text", "csv");

	/** Small enough that a slow reader is waited for before much is issued ahead. */
	private static final int BUFFER = 8 * 1024;

	private final Uploads uploads;

	private final Campaigns campaigns;

	private final UploadPlaces places;

	private final CsvColumns.Reader columns;

	private final CsvFormat csv;

	private final NdjsonFormat ndjson;

	private final PublicUrl publicUrl;

	private final Body body;

	private final Faults faults;

	private final Clock clock;

	CampaignUploads(Uploads uploads, Campaigns campaigns, UploadPlaces places, CsvColumns.Reader columns, CsvFormat csv,
			NdjsonFormat ndjson, PublicUrl publicUrl, Body body, Faults faults, Clock clock) {
		this.uploads = uploads;
		this.campaigns = campaigns;
		this.places = places;
		this.columns = columns;
		this.csv = csv;
		this.ndjson = ndjson;
		this.publicUrl = publicUrl;
		this.body = body;
		this.faults = faults;
		this.clock = clock;
	}

	/** Issues the links of one request. */
	Mono<ServerResponse> receive(ServerRequest request, Calendar calendar) {
		MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
		if (CSV.isCompatibleWith(type)) {
			CsvRows rows = new CsvRows(bytes(request), this.columns);
			NewCampaign campaign = new NewCampaign(request.queryParam("name").orElse(null), null,
					request.queryParam("expiresAt").filter((text) -> !text.isEmpty()).orElse(null));
			return answer(request, begin(request, calendar, this.body.check(campaign)), rows,
					isAccepted(request, MediaType.APPLICATION_NDJSON) ? this.ndjson : this.csv);
		}
		return this.body.read(request, NewCampaign.class)
			.flatMap((campaign) -> answer(request, begin(request, calendar, campaign), campaign.rows(),
					isAccepted(request, CSV) ? this.csv : this.ndjson));
	}

	private static Flux<byte[]> bytes(ServerRequest request) {
		return request.body(BodyExtractors.toDataBuffers()).map((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			return bytes;
		});
	}

	private static boolean isAccepted(ServerRequest request, MediaType type) {
		return request.headers().accept().stream().anyMatch((accepted) -> type.equalsTypeAndSubtype(accepted));
	}

	private Mono<Upload> begin(ServerRequest request, Calendar calendar, NewCampaign campaign) {
		String resume = request.queryParam("resume").orElse("");
		if (!resume.isEmpty()) {
			return resume(request, calendar, resume);
		}
		String name = Text.tidy(campaign.name());
		return (name == null) ? Mono.error(ProblemException.invalid("name", "is missing")) : Mono
			.just(Upload.of(calendar.id(), name, OneTimeLinkApi.expiry(campaign.expiresAt(), this.clock.instant())));
	}

	private Mono<Upload> resume(ServerRequest request, Calendar calendar, String text) {
		UUID id;
		try {
			id = UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			return Mono.error(CampaignApi.unknown());
		}
		String after = request.queryParam("after").orElse("");
		Integer received = after.matches("[0-9]{1,7}") ? Integer.valueOf(after) : null;
		if (received == null && !after.isEmpty()) {
			return Mono.error(ProblemException.invalid("after", "must be a number of rows"));
		}
		return this.campaigns.find(Authentication.owner(request).id(), id)
			.filter((campaign) -> campaign.calendarId().equals(calendar.id()))
			.switchIfEmpty(Mono.error(CampaignApi::unknown))
			.filter((campaign) -> received == null || received <= campaign.issued())
			.switchIfEmpty(Mono.error(() -> ProblemException.invalid("after", "is more than the rows issued")))
			.flatMap((campaign) -> this.uploads.resume(calendar.id(), id, received));
	}

	private Mono<ServerResponse> answer(ServerRequest request, Mono<Upload> begin, CampaignRows rows,
			IssuedFormat format) {
		return ServerResponse.status(HttpStatus.CREATED)
			.contentType(format.type())
			.body((response, context) -> this.places.run(request.exchange().getRequest(),
					write(response, issue(begin, rows, format, response))));
	}

	/**
	 * Writes for as long as that is possible. A server whose client has left fails
	 * without a word to what it would write.
	 */
	private static Mono<Void> write(ServerHttpResponse response, Flux<ByteBuffer> buffers) {
		Sinks.Empty<Void> ended = Sinks.empty();
		return response
			.writeWith(buffers.map((bytes) -> response.bufferFactory().wrap(bytes)).takeUntilOther(ended.asMono()))
			.doFinally((signal) -> ended.tryEmitEmpty());
	}

	private Flux<ByteBuffer> issue(Mono<Upload> begin, CampaignRows rows, IssuedFormat format,
			ServerHttpResponse response) {
		return begin
			.flatMapMany((upload) -> this.uploads.issue(upload, rows.chunks(), this::reason)
				.switchOnFirst((first, issued) -> first.isOnError() ? refuse(issued, response)
						: begun(upload, issued, rows, format, response)))
			.onErrorMap(UploadConflictException.class,
					(ex) -> ProblemException.of(Problem.CONFLICT, String.valueOf(ex.getMessage())));
	}

	/** Nothing was sent yet, and much of the body may not have come. */
	private static Flux<ByteBuffer> refuse(Flux<List<IssuedRow>> fault, ServerHttpResponse response) {
		response.getHeaders().set(HttpHeaders.CONNECTION, "close");
		return fault.thenMany(Flux.empty());
	}

	private Flux<ByteBuffer> begun(Upload upload, Flux<List<IssuedRow>> issued, CampaignRows rows, IssuedFormat format,
			ServerHttpResponse response) {
		response.getHeaders().setLocation(URI.create(this.publicUrl.of("/api/v1/campaigns/" + upload.campaignId())));
		return Flux.concat(buffers(format.head(rows.columns())),
				InTurn.map(issued, (chunk) -> buffers(format.rows(rows.columns(), chunk))));
	}

	private static Flux<ByteBuffer> buffers(byte[] bytes) {
		return Flux.fromStream(() -> IntStream.iterate(0, (at) -> at < bytes.length, (at) -> at + BUFFER)
			.mapToObj((at) -> ByteBuffer.wrap(bytes, at, Math.min(BUFFER, bytes.length - at))));
	}

	/** Says to the owner why a campaign broke, and logs what an operator has to know. */
	private String reason(Throwable fault) {
		if (fault instanceof UploadConflictException) {
			return String.valueOf(fault.getMessage());
		}
		if (fault instanceof ProblemException problem && !problem.errors().isEmpty()) {
			return problem.errors().get(0).field() + " " + problem.errors().get(0).message();
		}
		if (!Faults.isOfStore(fault) && DisconnectedClientHelper.isClientDisconnectedException(fault)) {
			return "The connection ended, or nothing came or went for 30 seconds.";
		}
		return (this.faults.translate(fault).problem() == Problem.STORE_UNAVAILABLE) ? "A store did not answer."
				: "Something went wrong on our side.";
	}

	/** A new campaign; its number of rows, if it comes without them. */
	record NewCampaign(@PlainText(max = 200) @Nullable String name,
			@Min(value = 1, message = "must be 1 or more") @Max(value = CampaignRows.MOST,
					message = "must be 5000000 or less") @Nullable Integer count,
			@Nullable String expiresAt) {

		CampaignRows rows() {
			if (this.count == null) {
				throw ProblemException.invalid("count", "is missing");
			}
			return new CountedRows(this.count);
		}

	}

}
