package io.oncegate.notice;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A time zone as named and defined in calendar files (RFC 5545, 3.6.5).
 *
 * @param id the id that times refer to; an offset is written like {@code UTC+0530}, as a
 * colon would have to be quoted
 */
record CalendarZone(String id, ZoneRules rules) {

	private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

	/** With seconds only if they are not zero. */
	private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxxx");

	/** Long before any event. */
	private static final LocalDateTime ALWAYS = LocalDateTime.of(1601, 1, 1, 0, 0);

	static CalendarZone of(ZoneId zone) {
		String id = zone.getId().replace(":", "");
		return new CalendarZone((zone instanceof ZoneOffset) ? "UTC" + id : id, zone.getRules());
	}

	/** An instant in UTC. */
	static String utc(Instant instant) {
		return LOCAL.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
	}

	/**
	 * Tells whether the local time identifies the instant. UTC needs no definition; and
	 * if a clock that is set back shows a time twice, programs disagree on which one is
	 * meant.
	 */
	boolean canTell(Instant instant) {
		LocalDateTime time = local(instant);
		return !(this.rules.isFixedOffset() && this.rules.getOffset(instant).equals(ZoneOffset.UTC))
				&& this.rules.getValidOffsets(time).size() == 1;
	}

	/** The property of an instant that its local time identifies. */
	String property(String name, Instant instant) {
		return name + ";TZID=" + this.id + ":" + LOCAL.format(local(instant));
	}

	private LocalDateTime local(Instant instant) {
		return LocalDateTime.ofInstant(instant, this.rules.getOffset(instant));
	}

	/**
	 * Defines the zone between two instants by each change of its clock. The preceding
	 * change is included, too, as some programs need both standard and daylight time.
	 */
	void define(ContentLines file, Instant from, Instant to) {
		file.line("BEGIN:VTIMEZONE");
		file.line("TZID:" + this.id);
		ZoneOffsetTransition last = this.rules.previousTransition(from.plusNanos(1));
		ZoneOffsetTransition first = (last != null) ? this.rules.previousTransition(last.getInstant()) : null;
		ZoneOffsetTransition next = (first != null) ? first : last;
		if (next == null) {
			ZoneOffset offset = this.rules.getOffset(from);
			observance(file, this.rules.isDaylightSavings(from), ALWAYS, offset, offset);
			next = this.rules.nextTransition(from);
		}
		while (next != null && !next.getInstant().isAfter(to)) {
			observance(file, this.rules.isDaylightSavings(next.getInstant()), next.getDateTimeBefore(),
					next.getOffsetBefore(), next.getOffsetAfter());
			next = this.rules.nextTransition(next.getInstant());
		}
		file.line("END:VTIMEZONE");
	}

	/** The start of the change, in the local time before it. */
	private static void observance(ContentLines file, boolean daylight, LocalDateTime onset, ZoneOffset before,
			ZoneOffset after) {
		String kind = daylight ? "DAYLIGHT" : "STANDARD";
		file.line("BEGIN:" + kind);
		file.line("DTSTART:" + LOCAL.format(onset));
		file.line("TZOFFSETFROM:" + OFFSET.format(before));
		file.line("TZOFFSETTO:" + OFFSET.format(after));
		file.line("END:" + kind);
	}

}
