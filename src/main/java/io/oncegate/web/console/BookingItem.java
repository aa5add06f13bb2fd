package io.oncegate.web.console;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.oncegate.booking.Booking;
import io.oncegate.booking.Cancellation;
import io.oncegate.calendar.Calendar;
import io.oncegate.web.page.Mail;
import io.oncegate.web.page.Zone;
import org.jspecify.annotations.Nullable;

/** A booking as the owner sees it, in the zone of its calendar. */
public record BookingItem(Booking booking, Calendar calendar, Instant now) {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

	private ZonedDateTime at(Instant instant) {
		return instant.atZone(this.calendar.schedule().zone());
	}

	public String day() {
		return DAY.format(at(this.booking.start()));
	}

	/** The time range, like "09:00–09:30". */
	public String time() {
		return Moments.range(at(this.booking.start()), at(this.booking.end()));
	}

	public String zone() {
		return Zone.label(this.calendar.schedule().zone());
	}

	/** The kind of link it was booked with. */
	public String link() {
		return link(this.booking);
	}

	static String link(Booking booking) {
		return (booking.linkId() != null) ? "One-time link" : "Calendar link";
	}

	public boolean canBeCancelled() {
		return this.booking.confirmed() && this.booking.start().isAfter(this.now);
	}

	/** Who cancelled it, in words; null if it is not cancelled. */
	public @Nullable String cancelledBy() {
		Cancellation cancellation = this.booking.cancellation();
		return (cancellation == null) ? null
				: (cancellation.by() == Cancellation.By.OWNER) ? "Cancelled by you" : "Cancelled by the invitee";
	}

	public String address() {
		return "/console/bookings/" + this.booking.id();
	}

	/** A {@code mailto:} address with an email about the cancellation. */
	public String mailAboutIt() {
		Cancellation cancellation = this.booking.cancellation();
		String word = (cancellation != null && cancellation.message() != null) ? cancellation.message() + "\n\n" : "";
		String text = "Hello " + this.booking.invitee().name() + ",\n\nyour booking “" + this.calendar.name() + "” on "
				+ day() + ", " + time() + " (" + zone() + "), is cancelled.\n\n" + word + this.calendar.owner().name();
		return Mail.to(this.booking.invitee().email(), "Cancelled: " + this.calendar.name() + ", " + day(), text);
	}

}
