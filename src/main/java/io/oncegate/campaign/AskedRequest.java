package io.oncegate.campaign;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.link.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * A request with what its owner needs to know about it.
 *
 * @param calendar the name of the calendar
 * @param zone the calendar's
 * @param archived whether the dead link is archived, so that nobody knows any longer who
 * it was for
 * @param linkFor who the dead link was for
 * @param campaign the campaign to which the new link will belong
 * @param expiresAt when the new link will expire, if it does
 */
public record AskedRequest(LinkRequest request, String calendar, ZoneId zone, boolean archived, Recipient linkFor,
		@Nullable String campaign, @Nullable Instant expiresAt) {

	/** Who the link was for, as far as known. */
	public String madeFor() {
		return Stream.of(this.linkFor.name(), this.linkFor.email(), this.linkFor.reference())
			.filter(Objects::nonNull)
			.collect(Collectors.joining(", "));
	}

	/**
	 * Tells whether the requester has entered another email address than that of the dead
	 * link's recipient.
	 */
	public boolean isOfAnotherAddress() {
		return this.linkFor.email() != null && !this.linkFor.email().equalsIgnoreCase(this.request.email());
	}

}
