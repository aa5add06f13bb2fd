package io.oncegate.web.console;

import java.util.List;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * What the list of calendars shows.
 *
 * @param later whether there are calendars before these
 * @param next the place where the next page begins, if there is one
 * @param setup what an owner is asked who begins
 */
public record CalendarsPage(List<Item> items, boolean later, @Nullable String next, @Nullable SetupPage setup) {

	/** The address of the next page, if there is one. */
	public @Nullable String nextAddress() {
		return (this.next != null) ? "/console?cursor=" + this.next : null;
	}

	/** A calendar, and its link that can be used any number of times, if one is on. */
	public record Item(Calendar calendar, @Nullable String link) {

	}

}
