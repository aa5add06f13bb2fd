package io.oncegate.web.owner;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.web.http.Body;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.Text;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/** Validates and issues the one-time links that owners describe as in the API. */
@Component
public class OwnedLinks {

	private final OneTimeLinks links;

	private final Body body;

	private final JsonMapper json;

	private final Clock clock;

	OwnedLinks(OneTimeLinks links, Body body, JsonMapper json, Clock clock) {
		this.links = links;
		this.body = body;
		this.json = json;
		this.clock = clock;
	}

	/** Issues the described link, or fails with a problem. */
	public Mono<IssuedLink> issue(Calendar calendar, JsonNode described) {
		return Mono.fromSupplier(() -> checked(described)).flatMap((link) -> issue(calendar, link));
	}

	/** Reports all mistakes at once. */
	private NewLinkBody checked(JsonNode described) {
		List<FieldError> mistakes = new ArrayList<>(
				ProblemException.errors(() -> this.body.convert(described, NewLinkBody.class)));
		JsonNode expiry = described.path("expiresAt");
		if (expiry.isString()) {
			mistakes
				.addAll(ProblemException.errors(() -> NewLinkBody.expiry(expiry.stringValue(), this.clock.instant())));
		}
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes);
		}
		return this.body.convert(described, NewLinkBody.class);
	}

	Mono<IssuedLink> issue(Calendar calendar, NewLinkBody described) {
		return open(calendar).flatMap((open) -> this.links.issue(calendar.owner().id(), calendar.id(),
				described.toRecipient(), described.toExpiry(this.clock.instant()), metadata(described.metadata())));
	}

	/** Returns a calendar if it is open, so that nobody gets a link that cannot book. */
	public static Mono<Calendar> open(Calendar calendar) {
		return calendar.isOpen() ? Mono.just(calendar) : Mono.error(ProblemException.of(Problem.CONFLICT,
				"The calendar is switched off, so its links would not work. Switch it on (open: true) first."));
	}

	private @Nullable String metadata(@Nullable JsonNode metadata) {
		if (metadata == null || metadata.isNull()) {
			return null;
		}
		String text = this.json.writeValueAsString(metadata);
		if (!metadata.isObject() || text.length() > NewLinkBody.MOST_METADATA || !isPlain(metadata)) {
			throw ProblemException.invalid("metadata", "must be an object of at most " + NewLinkBody.MOST_METADATA
					+ " characters, without control characters");
		}
		return text;
	}

	/** Tells whether all names and texts in it are plain text. */
	private static boolean isPlain(JsonNode node) {
		return node.isString() ? isPlain(node.stringValue())
				: node.propertyNames().stream().allMatch(OwnedLinks::isPlain)
						&& node.values().stream().allMatch(OwnedLinks::isPlain);
	}

	private static boolean isPlain(String text) {
		return Text.isPlain(text, NewLinkBody.MOST_METADATA);
	}

}
