package io.oncegate.booking;

import java.time.Instant;

/** A time that can be booked. */
public record FreeSlot(Instant start, Instant end, int seatsLeft) {

}
