package io.oncegate.web.invitee;

import java.time.ZoneId;
import java.util.List;

import io.oncegate.booking.Booking;
import io.oncegate.calendar.Contact;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * What the confirmation of a booking shows.
 *
 * @param confirmed false if the booking was cancelled since
 * @param rescheduled whether it was rescheduled since it was made
 * @param changeable whether it can still be cancelled and rescheduled
 * @param place where it takes place, if that was said
 * @param when its time in the invitee's zone
 * @param there its time in the calendar's zone, if that is another one
 * @param address the path of this page, on which the others of the booking build
 * @param calendars the calendars on the web to which it can be added
 * @param cancellation how it was cancelled, if it was
 * @param framed what a page that shows it in a frame is told, if there may be one
 */
public record ConfirmationPage(boolean confirmed, boolean rescheduled, boolean changeable, String calendarName,
		String ownerName, @Nullable Place place, When when, @Nullable When there, String inviteeName,
		String inviteeEmail, @Nullable String notes, String address, List<WebCalendar> calendars,
		@Nullable Cancelled cancellation, Contact contact, @Nullable Framed framed) {

	/** A calendar on the web, and the address at which the booking is added to it. */
	public record WebCalendar(String name, String address) {

	}

	/**
	 * The booking, without anything that is private.
	 *
	 * @param bookingId its id while it is as it was made
	 */
	public record Framed(@Nullable String bookingId, String start, String end) {

	}

	/**
	 * A time in a zone.
	 *
	 * @param date like "Tuesday, 24 November 2026"
	 * @param time like "09:30 – 10:00"
	 * @param zone the name of the zone
	 */
	public record When(String date, String time, String zone) {

		/** The time of a booking in a zone. */
		static When of(Language t, Booking booking, ZoneId zone) {
			return new When(t.date(booking.start().atZone(zone)),
					TimeText.range(t, booking.start().atZone(zone), booking.end().atZone(zone)), t.zone(zone));
		}

	}

	/**
	 * How a booking was cancelled.
	 *
	 * @param text who has cancelled it
	 * @param message a word to the other side
	 * @param link what became of the one-time link, if there was one
	 * @param again where another time can be booked, if that is known
	 */
	public record Cancelled(String text, @Nullable String message, @Nullable String link, @Nullable String again) {

	}

}
