package io.oncegate.calendar;

import java.util.UUID;

/**
 * Someone who shares calendars.
 *
 * @param name the name that invitees see
 * @param contact who invitees can ask, unless the calendar has its own contact
 */
public record Owner(UUID id, String name, Contact contact) {

	/** The initial name in a built-in installation. */
	public static final String DEMO = "Demo Owner";

	/** The first owner's id, the same on every gateway. */
	public static final UUID FIRST = new UUID(0, 1);

}
