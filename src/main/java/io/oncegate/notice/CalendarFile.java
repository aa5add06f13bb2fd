package io.oncegate.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A booking as a calendar file (iCalendar, RFC 5545), to be downloaded.
 *
 * @param made when the booking was made
 * @param url where the booking is found
 */
public record CalendarFile(UUID bookingId, String summary, @Nullable String description, Instant start, Instant end,
		boolean confirmed, Instant made, String url) {

	private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	/** The most bytes of a line (RFC 5545, 3.1). */
	private static final int LINE = 75;

	/** Writes the file. */
	public String text() {
		StringBuilder file = new StringBuilder();
		line(file, "BEGIN:VCALENDAR");
		line(file, "VERSION:2.0");
		line(file, "PRODID:-//Oncegate//Oncegate//EN");
		line(file, "METHOD:PUBLISH");
		line(file, "BEGIN:VEVENT");
		line(file, "UID:" + this.bookingId + "@oncegate");
		line(file, "SEQUENCE:0");
		line(file, "DTSTAMP:" + UTC.format(this.made));
		line(file, "DTSTART:" + UTC.format(this.start));
		line(file, "DTEND:" + UTC.format(this.end));
		line(file, "SUMMARY:" + escape(this.summary));
		if (this.description != null) {
			line(file, "DESCRIPTION:" + escape(this.description));
		}
		line(file, "STATUS:" + (this.confirmed ? "CONFIRMED" : "CANCELLED"));
		line(file, "URL:" + this.url);
		line(file, "END:VEVENT");
		line(file, "END:VCALENDAR");
		return file.toString();
	}

	private static String escape(String text) {
		return text.replace("\\", "\\\\")
			.replace(";", "\\;")
			.replace(",", "\\,")
			.replace("\r\n", "\\n")
			.replace("\n", "\\n")
			.replace("\r", "\\n");
	}

	/**
	 * Appends a line, folded so that no part has more than 75 bytes or cuts a character.
	 */
	private static void line(StringBuilder file, String text) {
		int width = 0;
		for (int at = 0; at < text.length();) {
			int character = text.codePointAt(at);
			int bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
			if (width + bytes > LINE) {
				file.append("\r\n ");
				width = 1;
			}
			file.appendCodePoint(character);
			width += bytes;
			at += Character.charCount(character);
		}
		file.append("\r\n");
	}

}
