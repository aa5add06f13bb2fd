package io.oncegate.notice;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.oncegate.notice.CalendarEvent.Organizer;
import org.jspecify.annotations.Nullable;

/**
 * A calendar file (iCalendar, RFC 5545): a single event to download, or a feed of many.
 *
 * @param name the name of the feed
 */
public record CalendarFile(@Nullable String name, List<CalendarEvent> events) {

	/** How often programs should refresh a feed. */
	private static final String REFRESH = "PT15M";

	public CalendarFile {
		events = List.copyOf(events);
	}

	/** The file of one event. */
	public static CalendarFile of(CalendarEvent event) {
		return new CalendarFile(null, List.of(event));
	}

	/** A calendar to subscribe to. */
	public static CalendarFile feed(String name, List<CalendarEvent> events) {
		return new CalendarFile(name, events);
	}

	/** Writes the file. */
	public String text() {
		ContentLines file = new ContentLines();
		file.line("BEGIN:VCALENDAR");
		file.line("VERSION:2.0");
		file.line("PRODID:-//Oncegate//Oncegate//EN");
		file.line("METHOD:PUBLISH");
		if (this.name != null) {
			file.text("NAME", this.name);
			file.text("X-WR-CALNAME", this.name);
			file.line("REFRESH-INTERVAL;VALUE=DURATION:" + REFRESH);
			file.line("X-PUBLISHED-TTL:" + REFRESH);
		}
		defineZones(file);
		this.events.forEach((event) -> write(file, event));
		file.line("END:VCALENDAR");
		return file.toString();
	}

	private void defineZones(ContentLines file) {
		Map<CalendarZone, TreeSet<Instant>> times = new LinkedHashMap<>();
		for (CalendarEvent event : this.events) {
			CalendarZone zone = CalendarZone.of(event.zone());
			if (isLocal(event, zone)) {
				times.computeIfAbsent(zone, (added) -> new TreeSet<>()).addAll(List.of(event.start(), event.end()));
			}
		}
		times.forEach((zone, all) -> zone.define(file, all.first(), all.last()));
	}

	private static boolean isLocal(CalendarEvent event, CalendarZone zone) {
		return zone.canTell(event.start()) && zone.canTell(event.end());
	}

	private static void write(ContentLines file, CalendarEvent event) {
		file.line("BEGIN:VEVENT");
		file.line("UID:" + event.bookingId() + "@oncegate");
		file.line("SEQUENCE:" + event.sequence());
		file.line("DTSTAMP:" + CalendarZone.utc(event.changedAt()));
		file.line("LAST-MODIFIED:" + CalendarZone.utc(event.changedAt()));
		CalendarZone zone = CalendarZone.of(event.zone());
		if (isLocal(event, zone)) {
			file.line(zone.property("DTSTART", event.start()));
			file.line(zone.property("DTEND", event.end()));
		}
		else {
			file.line("DTSTART:" + CalendarZone.utc(event.start()));
			file.line("DTEND:" + CalendarZone.utc(event.end()));
		}
		file.text("SUMMARY", event.summary());
		file.text("DESCRIPTION", event.description());
		file.text("LOCATION", event.location());
		if (event.organizer() != null) {
			file.line(organizer(event.organizer()));
		}
		file.line("STATUS:" + (event.confirmed() ? "CONFIRMED" : "CANCELLED"));
		if (event.url() != null) {
			file.line("URL:" + event.url());
		}
		file.line("END:VEVENT");
	}

	/** A quoted parameter has no escape for quotes (RFC 5545, 3.2). */
	private static String organizer(Organizer organizer) {
		String name = (organizer.name() != null)
				? ";CN=\"" + organizer.name().replace('"', '\'').replaceAll("\\p{Cntrl}", " ") + "\"" : "";
		return "ORGANIZER" + name + ":" + mailto(organizer.email());
	}

	private static String mailto(String email) {
		try {
			return new URI("mailto", email, null).toASCIIString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("not an e-mail address", ex);
		}
	}

}
