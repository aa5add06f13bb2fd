package io.oncegate.campaign;

import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/**
 * A request with what its owner wants to know of it.
 *
 * @param calendar the name of the calendar
 * @param zone the calendar's
 * @param linkFor whom the link was for that no longer works
 */
public record AskedRequest(LinkRequest request, String calendar, ZoneId zone, @Nullable String linkFor) {

}
