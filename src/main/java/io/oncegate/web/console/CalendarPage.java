package io.oncegate.web.console;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * What the page to add or change a calendar shows.
 *
 * @param calendar the calendar as it is, unless it is a new one
 * @param linkBase what the slug is the end of
 */
public record CalendarPage(@Nullable Calendar calendar, CalendarForm form, String linkBase, Mistakes mistakes,
		Preview preview) {

	/** Tells whether the zone is still to be guessed by the browser. */
	public boolean guessesZone() {
		return this.calendar == null && this.mistakes.all().isEmpty() && this.form.text("name").isEmpty();
	}

	/** Where the form is sent. */
	public String address() {
		return "/console/calendars/" + ((this.calendar != null) ? this.calendar.id() + "/edit" : "new");
	}

}
