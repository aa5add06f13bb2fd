package io.oncegate.web.console;

import java.util.List;

import io.oncegate.calendar.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * What the list of calendars shows.
 *
 * @param later whether there are calendars before these
 * @param more address of the page with the next ones, if there are more
 */
public record CalendarsPage(List<Item> items, boolean later, @Nullable String more) {

	/** A calendar and its scheduling link. */
	public record Item(Calendar calendar, String link) {

	}

}
