package io.oncegate.campaign;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.link.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * A request with what its owner wants to know of it.
 *
 * @param calendar the name of the calendar
 * @param zone the calendar's
 * @param linkFor whom the link was for that no longer works
 * @param campaign the campaign to which the new link will belong
 * @param expiresAt until when the new link will work, if there is a date
 */
public record AskedRequest(LinkRequest request, String calendar, ZoneId zone, Recipient linkFor,
		@Nullable String campaign, @Nullable Instant expiresAt) {

	/** Whom the link was for, as far as that was said. */
	public String madeFor() {
		return Stream.of(this.linkFor.name(), this.linkFor.email(), this.linkFor.reference())
			.filter(Objects::nonNull)
			.collect(Collectors.joining(", "));
	}

	/** Tells whether whoever asks has typed another address than the link was for. */
	public boolean isOfAnotherAddress() {
		return this.linkFor.email() != null && !this.linkFor.email().equalsIgnoreCase(this.request.email());
	}

}
