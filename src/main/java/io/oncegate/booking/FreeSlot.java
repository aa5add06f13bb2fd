package io.oncegate.booking;

import java.time.Instant;

/** A slot that can be booked. */
public record FreeSlot(Instant start, Instant end, int seatsLeft) {

}
