package io.oncegate.web.page;

import java.time.ZoneId;

/** Writes time zones for people. */
public final class Zone {

	private Zone() {
	}

	/** The name of a zone, like "America/New York". */
	public static String label(ZoneId zone) {
		return label(zone.getId());
	}

	/** The name of a zone by its id. */
	public static String label(String id) {
		return id.equals("Z") ? "UTC" : id.replace('_', ' ');
	}

}
