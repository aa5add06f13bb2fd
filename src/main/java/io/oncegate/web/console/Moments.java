package io.oncegate.web.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes when something was, as owners read it. */
public final class Moments {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

	private Moments() {
	}

	public static String text(Instant moment, ZoneId zone) {
		return FORMAT.format(moment.atZone(zone));
	}

}
