package io.oncegate.calendar;

import java.util.UUID;

/**
 * Whoever shares calendars.
 *
 * @param name what invitees know them by
 * @param contact whom invitees ask, where a calendar does not say it
 */
public record Owner(UUID id, String name, Contact contact) {

	/** The name with which a built-in installation begins. */
	public static final String DEMO = "Demo Owner";

	/** The first owner's id, the same on every gateway. */
	public static final UUID FIRST = new UUID(0, 1);

}
