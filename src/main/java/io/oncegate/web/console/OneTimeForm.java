package io.oncegate.web.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.web.http.Forms;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Uuids;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.MultiValueMap;

/**
 * The form that creates a one-time link.
 *
 * @param fields the input
 * @param previous the link created before
 * @param revoke whether to revoke that link
 */
public record OneTimeForm(Map<String, String> fields, @Nullable UUID previous, boolean revoke) {

	static final OneTimeForm EMPTY = new OneTimeForm(Map.of(), null, false);

	/** The choices of how many days a link works. */
	public static final List<String> DAYS = List.of("1", "7", "30");

	private static final List<String> RECIPIENT = List.of("name", "email", "reference");

	static OneTimeForm read(MultiValueMap<String, String> sent) {
		Map<String, String> fields = new LinkedHashMap<>();
		sent.keySet().forEach((name) -> fields.put(name, Forms.value(sent, name).strip()));
		return new OneTimeForm(fields, id(fields.getOrDefault("previous", "")), "true".equals(fields.get("revoke")));
	}

	private static @Nullable UUID id(String text) {
		return text.isEmpty() ? null : Uuids.read(text).orElseThrow(() -> ProblemException.of(Problem.NOT_FOUND));
	}

	public String text(String field) {
		return this.fields.getOrDefault(field, "");
	}

	/** The link in the form that the API expects. */
	ObjectNode json(ZoneId zone, Instant now) {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		if (RECIPIENT.stream().anyMatch((field) -> !text("recipient." + field).isEmpty())) {
			ObjectNode recipient = json.putObject("recipient");
			RECIPIENT.forEach((field) -> recipient.put(field, text("recipient." + field)));
			if (text("recipient.email").isEmpty()) {
				recipient.putNull("email");
			}
		}
		String expiry = !text("expiresAt").isEmpty() ? expiry(zone) : expiryByDays(now);
		return expiry.isEmpty() ? json : json.put("expiresAt", expiry);
	}

	/** Fields contain local times; the API refuses an invalid one. */
	private String expiry(ZoneId zone) {
		try {
			return LocalDateTime.parse(text("expiresAt")).atZone(zone).toOffsetDateTime().toString();
		}
		catch (DateTimeException ex) {
			return text("expiresAt");
		}
	}

	private String expiryByDays(Instant now) {
		return DAYS.contains(text("days")) ? now.plus(Duration.ofDays(Long.parseLong(text("days")))).toString() : "";
	}

	/** Rephrases the message about the expiry for local times. */
	static ProblemException localTimes(ProblemException problem) {
		return ProblemException.invalid(problem.errors()
			.stream()
			.map((error) -> (error.field().equals("expiresAt") && !error.message().contains("future"))
					? new FieldError("expiresAt", "must be a date and a time, like 2026-12-24T18:00") : error)
			.toList());
	}

}
