package io.oncegate.web.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.oncegate.link.Ids;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Times;
import io.oncegate.web.http.Uuids;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The form of a new campaign.
 *
 * @param id the id of the future campaign, with which the page can poll its progress
 * @param expiresOn the last day of its links, in the zone of its calendar
 * @param count the number of links, if there is no file
 */
public record CampaignForm(UUID id, String name, String expiresOn, String count) {

	private static final List<String> FIELDS = List.of("name", "rows", "count", "expiresOn");

	static CampaignForm empty() {
		return new CampaignForm(Ids.next(), "", "", "");
	}

	/** The same form for another campaign. */
	CampaignForm another() {
		return new CampaignForm(Ids.next(), this.name, this.expiresOn, this.count);
	}

	/** The parts of the form, at least one; an empty form is refused. */
	static Mono<MultiValueMap<String, Part>> parts(ServerRequest request) {
		return request.multipartData()
			.filter((parts) -> !parts.isEmpty())
			.switchIfEmpty(Mono.error(ProblemException::unreadable));
	}

	/** Refuses repeated fields, of which all but the first would be ignored. */
	static void checkOnce(MultiValueMap<String, Part> parts) {
		List<FieldError> twice = FIELDS.stream()
			.filter((field) -> parts.getOrDefault(field, List.of()).size() > 1)
			.map((field) -> new FieldError(field, "was sent more than once; send one only"))
			.toList();
		if (!twice.isEmpty()) {
			throw ProblemException.invalid(twice);
		}
	}

	static CampaignForm read(MultiValueMap<String, Part> parts) {
		return new CampaignForm(id(text(parts, "id")), text(parts, "name"), text(parts, "expiresOn"),
				text(parts, "count"));
	}

	private static String text(MultiValueMap<String, Part> parts, String name) {
		return (parts.getFirst(name) instanceof FormFieldPart field) ? field.value().strip() : "";
	}

	private static UUID id(String text) {
		return text.isEmpty() ? Ids.next() : Uuids.read(text).orElseThrow(ProblemException::unreadable);
	}

	/** The file of a form, if one was chosen. */
	static Optional<Part> file(MultiValueMap<String, Part> parts) {
		return Optional.ofNullable(parts.getFirst("rows"));
	}

	/** The end of the last day. */
	@Nullable Instant expiresAt(ZoneId zone) {
		try {
			return this.expiresOn.isEmpty() ? null : Times.end(this.expiresOn, zone);
		}
		catch (DateTimeException ex) {
			throw ProblemException.invalid("expiresOn", "must be a date like 2026-12-24");
		}
	}

	int links() {
		if (this.count.isEmpty()) {
			throw ProblemException.invalid("rows", "Choose a file, or say how many links you want");
		}
		if (!this.count.matches("[0-9]{1,9}")) {
			throw ProblemException.invalid("count", "must be a whole number");
		}
		return Integer.parseInt(this.count);
	}

}
