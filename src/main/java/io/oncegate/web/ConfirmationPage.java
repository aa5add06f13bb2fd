package io.oncegate.web;

import io.oncegate.calendar.Contact;
import org.jspecify.annotations.Nullable;

/**
 * What the confirmation of a booking shows.
 *
 * @param confirmed false if the booking was cancelled since
 * @param date like "Tuesday, 24 November 2026"
 * @param time like "09:30 – 10:00"
 * @param zone the id of the zone of that time
 * @param calendarFile address of the calendar file
 */
public record ConfirmationPage(boolean confirmed, String calendarName, String ownerName, String date, String time,
		String zone, String inviteeName, String inviteeEmail, @Nullable String notes, String calendarFile,
		Contact contact) {

}
