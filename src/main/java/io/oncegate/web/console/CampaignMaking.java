package io.oncegate.web.console;

import java.nio.ByteBuffer;
import java.util.Map;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Upload;
import io.oncegate.web.console.Mistakes.Mistake;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.owner.campaign.CampaignFiles;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.Part;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Creates campaigns from a form. Links are shown only once, so a single request does
 * everything: the whole file is validated before any link is issued, and the answer is
 * the file with the links, or the form again.
 */
@Component
public class CampaignMaking {

	private static final Map<String, String> LABELS = Map.of("name", "The name", "expiresOn", "The expiry", "count",
			"The number of links", "rows", "The file", "body", "The file");

	private final CalendarPages calendar;

	private final CampaignPages pages;

	private final CampaignFiles files;

	CampaignMaking(CalendarPages calendar, CampaignPages pages, CampaignFiles files) {
		this.calendar = calendar;
		this.pages = pages;
		this.files = files;
	}

	public Mono<ServerResponse> make(ServerRequest request) {
		return Mono.zip(this.calendar.named(request), CampaignForm.parts(request))
			.flatMap((found) -> make(request, found.getT1(), found.getT2()));
	}

	private Mono<ServerResponse> make(ServerRequest request, Calendar calendar, MultiValueMap<String, Part> parts) {
		CampaignForm form = CampaignForm.read(parts);
		if (!calendar.isOpen()) {
			return this.pages.show(request, HttpStatus.CONFLICT, calendar, form, Mistakes.NONE);
		}
		return Mono.fromRunnable(() -> CampaignForm.checkOnce(parts))
			.then(CampaignForm.file(parts)
				.map((file) -> form.count().isEmpty() ? ofFile(request, calendar, form, file)
						: Mono.<ServerResponse>error(ProblemException.invalid("count",
								"Choose a file or say how many links you want, not both")))
				.orElseGet(() -> ofNumber(request, calendar, form)))
			.onErrorResume(CampaignMaking::isMistake, (ex) -> again(request, calendar, form, (ProblemException) ex));
	}

	private Mono<ServerResponse> ofFile(ServerRequest request, Calendar calendar, CampaignForm form, Part part) {
		return Mono.fromSupplier(() -> begin(calendar, form, 1))
			.then(this.files.check(bytes(part)))
			.map((rows) -> begin(calendar, form, rows))
			.flatMap((upload) -> this.files.issue(request, upload, bytes(part)));
	}

	/**
	 * The bytes of a file, which can be read several times: a small file is the same
	 * buffer each time, so its read position must not change.
	 */
	private static Flux<byte[]> bytes(Part file) {
		return file.content().subscribeOn(Schedulers.boundedElastic()).map((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.toByteBuffer(ByteBuffer.wrap(bytes));
			DataBufferUtils.release(buffer);
			return bytes;
		});
	}

	private Mono<ServerResponse> ofNumber(ServerRequest request, Calendar calendar, CampaignForm form) {
		return Mono.fromSupplier(() -> begin(calendar, form, form.links()))
			.flatMap((upload) -> this.files.issue(request, upload, form.links()));
	}

	private Upload begin(Calendar calendar, CampaignForm form, int rows) {
		return this.files.begin(form.id(), calendar, form.name(), form.expiresAt(calendar.schedule().zone()), rows);
	}

	private static boolean isMistake(Throwable fault) {
		return fault instanceof ProblemException problem && problem.problem() == Problem.INVALID_REQUEST
				&& !problem.errors().isEmpty();
	}

	private Mono<ServerResponse> again(ServerRequest request, Calendar calendar, CampaignForm form,
			ProblemException problem) {
		Mistakes mistakes = new Mistakes(problem.errors().stream().map(CampaignMaking::mistake).toList());
		return this.pages.show(request, problem.status(), calendar, form, mistakes);
	}

	/** A mistake in a line is a mistake in the file. */
	private static Mistake mistake(FieldError error) {
		boolean ofForm = LABELS.containsKey(error.field());
		String field = (ofForm && !error.field().equals("body")) ? error.field() : "rows";
		if (ofForm) {
			return Mistake.of(new FieldError(field, error.message()), field, LABELS.getOrDefault(error.field(), ""));
		}
		String text = Mistakes.sentence("Line" + error.field().substring(4), error);
		return new Mistake(field, field, text, text);
	}

}
