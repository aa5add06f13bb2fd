package io.oncegate.calendar;

import java.time.Instant;

/**
 * A bookable period, from {@code start} up to but not including {@code end}.
 *
 * @param start the first instant of the slot
 * @param end the first instant after the slot
 */
public record Slot(Instant start, Instant end) {

}
