package io.oncegate.web.console;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the page that adds or changes a calendar.
 *
 * @param calendar the stored calendar; null for a new one
 * @param linkBase the address to which the slug is appended
 */
public record CalendarPage(@Nullable Calendar calendar, CalendarForm form, String linkBase, Mistakes mistakes,
		Preview preview) {

	/** Tells whether the browser should fill in its time zone. */
	public boolean guessesZone() {
		return this.calendar == null && this.mistakes.all().isEmpty() && this.form.text("name").isEmpty();
	}

	/** Where the form is sent. */
	public String address() {
		return "/console/calendars/" + ((this.calendar != null) ? this.calendar.id() + "/edit" : "new");
	}

}
