package io.oncegate.link;

import java.util.UUID;

/**
 * Ids of links, claims and bookings, in the order of time (UUID version 7, RFC 9562): in
 * an index those that are used at the same time stand together, and few of its pages are
 * read and written.
 */
public final class Ids {

	private Ids() {
	}

	/** Makes an id that nobody else has. */
	public static UUID next() {
		UUID random = UUID.randomUUID();
		long time = System.currentTimeMillis() << 16;
		return new UUID(time | 0x7000 | (random.getMostSignificantBits() & 0x0FFF), random.getLeastSignificantBits());
	}

}
