package io.oncegate.notice;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.component.VEvent;

/** Reads calendar files as a program does that others have written. */
final class ForeignReader {

	private ForeignReader() {
	}

	/** Reads the events of a file, and checks that it is valid. */
	static List<VEvent> events(String file) {
		Calendar calendar = read(file);
		if (calendar.validate().hasErrors()) {
			throw new AssertionError(calendar.validate() + " in\n" + file);
		}
		return calendar.getComponents(Component.VEVENT);
	}

	/** Reads the only event of a file. */
	static VEvent event(String file) {
		List<VEvent> events = events(file);
		if (events.size() != 1) {
			throw new AssertionError(events.size() + " events in\n" + file);
		}
		return events.get(0);
	}

	/**
	 * Reads the only event of a file by what the file says of its zone, not by what is
	 * known of a zone of that name.
	 */
	static VEvent eventInUnknownZone(String file) {
		return event(file.replaceAll("TZID=[^:]+:", "TZID=Nowhere:").replaceAll("TZID:.+", "TZID:Nowhere"));
	}

	private static Calendar read(String file) {
		try {
			return new CalendarBuilder().build(new StringReader(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ParserException ex) {
			throw new AssertionError(file, ex);
		}
	}

	static Instant start(VEvent event) {
		return Instant.from(event.getStartDate().orElseThrow().getDate());
	}

	static Instant end(VEvent event) {
		return Instant.from(event.getEndDate().orElseThrow().getDate());
	}

	/** The value of a property, or nothing. */
	static String value(VEvent event, String property) {
		return event.getProperty(property).map((found) -> found.getValue()).orElse("");
	}

}
