package io.oncegate.web.invitee;

import java.time.ZoneId;
import java.util.List;

import io.oncegate.booking.Booking;
import io.oncegate.calendar.Contact;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a booking's confirmation.
 *
 * @param confirmed false if the booking has been cancelled
 * @param rescheduled whether it has been rescheduled
 * @param changeable whether it can still be cancelled and rescheduled
 * @param place where it takes place, if the owner has said
 * @param when its time in the invitee's zone
 * @param there its time in the calendar's zone, if that is different
 * @param address the path of this page, which is a prefix of the booking's other pages
 * @param calendars the web calendars that it can be added to
 * @param cancellation how it was cancelled, if it was
 * @param framed what an embedding page is told, if there may be one
 */
public record ConfirmationPage(boolean confirmed, boolean rescheduled, boolean changeable, String calendarName,
		String ownerName, @Nullable Place place, When when, @Nullable When there, String inviteeName,
		String inviteeEmail, @Nullable String notes, String address, List<WebCalendar> calendars,
		@Nullable Cancelled cancellation, Contact contact, @Nullable Framed framed) {

	/** A web calendar, and the address that adds the booking to it. */
	public record WebCalendar(String name, String address) {

	}

	/**
	 * The booking without private data.
	 *
	 * @param bookingId its id; null once it was rescheduled
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
	 * @param text who cancelled it
	 * @param message a message to the other side
	 * @param link what became of the one-time link, if there was one
	 * @param again where another time can be booked, if that is known
	 */
	public record Cancelled(String text, @Nullable String message, @Nullable String link, @Nullable String again) {

	}

}
