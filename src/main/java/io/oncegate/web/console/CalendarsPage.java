package io.oncegate.web.console;

import java.util.List;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the list of calendars.
 *
 * @param later whether there are previous pages
 * @param next the cursor of the next page, if there is one
 * @param setup the setup form, for a new owner
 */
public record CalendarsPage(List<Item> items, boolean later, @Nullable String next, @Nullable SetupPage setup) {

	public @Nullable String nextAddress() {
		return (this.next != null) ? "/console?cursor=" + this.next : null;
	}

	/** A calendar, and its scheduling or permanent link if one is on. */
	public record Item(Calendar calendar, @Nullable String link) {

	}

}
