package io.oncegate.web.owner;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.oncegate.link.Recipient;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.Times;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The one-time link that an owner requests. */
public record NewLinkBody(@Valid @Nullable RecipientBody recipient, @Nullable String expiresAt,
		@Nullable JsonNode metadata) {

	/** The most characters of a link's metadata, as JSON. */
	public static final int MOST_METADATA = 4096;

	@Nullable Recipient toRecipient() {
		return (this.recipient != null) ? this.recipient.toRecipient() : null;
	}

	@Nullable Instant toExpiry(Instant now) {
		return expiry(this.expiresAt, now);
	}

	/** Reads when links expire, truncated to milliseconds like the clock of Redis. */
	public static @Nullable Instant expiry(@Nullable String text, Instant now) {
		Instant expiry = (text != null) ? Times.instant("expiresAt", text).truncatedTo(ChronoUnit.MILLIS) : null;
		if (expiry != null && !expiry.isAfter(now)) {
			throw ProblemException.invalid("expiresAt", "must be in the future");
		}
		return expiry;
	}

}
