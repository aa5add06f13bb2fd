package io.oncegate.web.owner.campaign;

import java.time.Clock;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaigns;
import io.oncegate.campaign.Upload;
import io.oncegate.campaign.Uploads;
import io.oncegate.link.Ids;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.PlainText;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Text;
import io.oncegate.web.http.Unsupported;
import io.oncegate.web.http.UrlencodedForm;
import io.oncegate.web.http.Uuids;
import io.oncegate.web.owner.Authentication;
import io.oncegate.web.owner.NewLinkBody;
import io.oncegate.web.owner.OwnedLinks;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Receives the rows of a campaign, or their number, and sends them back with their links
 * while more arrive.
 */
@Component
class CampaignUploads {

	private static final MediaType CSV = new MediaType("text", "csv");

	private final Uploads uploads;

	private final Campaigns campaigns;

	private final CampaignAnswers answers;

	private final CsvHeader header;

	private final CsvFormat csv;

	private final NdjsonFormat ndjson;

	private final Body body;

	private final Clock clock;

	CampaignUploads(Uploads uploads, Campaigns campaigns, CampaignAnswers answers, CsvHeader header, CsvFormat csv,
			NdjsonFormat ndjson, Body body, Clock clock) {
		this.uploads = uploads;
		this.campaigns = campaigns;
		this.answers = answers;
		this.header = header;
		this.csv = csv;
		this.ndjson = ndjson;
		this.body = body;
		this.clock = clock;
	}

	/** Receives one request, and issues its links. */
	Mono<ServerResponse> receive(ServerRequest request, Calendar calendar) {
		if (Body.isOf(request, CSV)) {
			CsvRows rows = new CsvRows(bytes(request), this.header);
			NewCampaign campaign = new NewCampaign(request.queryParam("name").orElse(null), null,
					request.queryParam("expiresAt").orElse(null));
			return this.answers.created(request, begin(request, calendar, this.body.check(campaign)), rows,
					isAccepted(request, MediaType.APPLICATION_NDJSON) ? this.ndjson : this.csv);
		}
		if (!Body.isJson(request)) {
			return Mono.error(Unsupported.type(request.exchange(), CSV, MediaType.APPLICATION_JSON));
		}
		return this.body.read(request, NewCampaign.class)
			// Most likely it is CSV without a Content-Type.
			.onErrorMap((fault) -> isUnread(fault) && request.headers().contentType().isEmpty(),
					(fault) -> Unsupported.type(request.exchange(), CSV, MediaType.APPLICATION_JSON))
			.doOnNext((campaign) -> refuse(request, "belongs in the body", "name", "expiresAt"))
			.flatMap((campaign) -> this.answers.created(request, begin(request, calendar, campaign), campaign.rows(),
					isAccepted(request, CSV) ? this.csv : this.ndjson));
	}

	private static boolean isUnread(Throwable fault) {
		return fault instanceof DataBufferLimitException
				|| fault instanceof ProblemException problem && problem.status() == HttpStatus.BAD_REQUEST;
	}

	/** Refuses parameters that would be ignored. */
	private static void refuse(ServerRequest request, String message, String... names) {
		for (String name : names) {
			if (request.queryParam(name).isPresent()) {
				throw ProblemException.invalid(name, message);
			}
		}
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
		try {
			return request.headers().accept().stream().anyMatch((accepted) -> type.equalsTypeAndSubtype(accepted));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private Mono<Upload> begin(ServerRequest request, Calendar calendar, NewCampaign campaign) {
		return OwnedLinks.open(calendar).flatMap((open) -> beginOpen(request, open, campaign));
	}

	private Mono<Upload> beginOpen(ServerRequest request, Calendar calendar, NewCampaign campaign) {
		String resume = request.queryParam("resume").orElse("");
		if (!resume.isEmpty()) {
			refuse(request, "cannot be given when a campaign is resumed", "name", "expiresAt");
			return resume(request, calendar, resume);
		}
		refuse(request, "can only be given when a campaign is resumed", "after");
		String name = campaign.name();
		if (name != null && !UrlencodedForm.isReadable(name)) {
			return Mono.error(ProblemException.invalid("name", "is not in UTF-8"));
		}
		return (name == null) ? Mono.error(ProblemException.invalid("name", "is missing"))
				: Mono.just(Upload.of(Ids.next(), calendar.owner().id(), calendar.id(), name,
						NewLinkBody.expiry(campaign.expiresAt(), this.clock.instant()), campaign.count()));
	}

	private Mono<Upload> resume(ServerRequest request, Calendar calendar, String text) {
		UUID id = Uuids.read(text).orElseThrow(CampaignUploads::unknown);
		String after = request.queryParam("after").orElse("");
		Integer received = after.matches("[0-9]{1,7}") ? Integer.valueOf(after) : null;
		if (received == null && !after.isEmpty()) {
			return Mono.error(ProblemException.invalid("after", "must be a number of rows"));
		}
		return this.campaigns.findUncounted(Authentication.owner(request).id(), id)
			.filter((campaign) -> campaign.calendarId().equals(calendar.id()))
			.switchIfEmpty(Mono.error(CampaignUploads::unknown))
			.filter((campaign) -> received == null || received <= campaign.issued())
			.switchIfEmpty(
					Mono.error(() -> ProblemException.invalid("after", "is more than the number of rows issued")))
			.flatMap((campaign) -> this.uploads.resume(calendar.owner().id(), calendar.id(), id, received));
	}

	/** A new campaign, with the number of its rows if they are not sent. */
	record NewCampaign(@PlainText(max = 200) @Nullable String name,
			@Min(value = 1, message = "must be 1 or more") @Max(value = CampaignRows.MOST,
					message = "must be 5000000 or less") @Nullable Integer count,
			@Nullable String expiresAt) {

		NewCampaign {
			name = Text.tidy(name);
		}

		CampaignRows rows() {
			if (this.count == null) {
				throw ProblemException.invalid("count", "is missing");
			}
			return new CountedRows(this.count);
		}

	}

	static ProblemException unknown() {
		return ProblemException.of(Problem.NOT_FOUND, "You have no such campaign.");
	}

}
