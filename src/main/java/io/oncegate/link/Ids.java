package io.oncegate.link;

import java.util.UUID;

/**
 * Time-ordered ids of links, claims and bookings (UUID version 7, RFC 9562): ids used at
 * the same time are adjacent in an index, so few of its pages are read and written.
 */
public final class Ids {

	private Ids() {
	}

	/** Generates a unique id. */
	public static UUID next() {
		UUID random = UUID.randomUUID();
		long time = System.currentTimeMillis() << 16;
		return new UUID(time | 0x7000 | (random.getMostSignificantBits() & 0x0FFF), random.getLeastSignificantBits());
	}

}
