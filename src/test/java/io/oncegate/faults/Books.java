package io.oncegate.faults;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the stores say of one calendar when all is over.
 *
 * @param linkStatus what the gateway says of each link: "active", "redeemed", ...
 * @param seats how many bookings the calendar takes at a time
 */
record Books(List<Row> bookings, Map<String, String> linkStatus, int seats) {

	/**
	 * A booking, cancelled or not.
	 *
	 * @param attempt the invitee's e-mail address: the id of the attempt that made it
	 * @param link the link, named as in the attempts
	 */
	record Row(String id, String attempt, String link, Instant start, Instant busyUntil, boolean confirmed) {

		/** Tells whether this takes a seat at this time, if it is confirmed. */
		boolean covers(Instant time) {
			return !time.isBefore(this.start) && time.isBefore(this.busyUntil);
		}

	}

}
