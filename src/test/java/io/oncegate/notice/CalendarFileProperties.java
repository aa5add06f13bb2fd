package io.oncegate.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.UUID;

import io.oncegate.notice.CalendarEvent.Organizer;
import net.fortuna.ical4j.model.component.VEvent;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every calendar file, in all zones of the world. */
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class CalendarFileProperties {

	/** The reader adds some that are no zones. */
	private static final List<String> ZONES = ZoneId.getAvailableZoneIds()
		.stream()
		.filter((zone) -> !zone.startsWith("ical4j"))
		.sorted()
		.toList();

	private static final long FIRST = Instant.parse("2010-01-01T00:00:00Z").getEpochSecond();

	private static final long LAST = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

	@Property
	void timesAreReadAsTheyWereWritten(@ForAll("events") CalendarEvent event) {
		String file = CalendarFile.of(event).text();
		for (VEvent read : List.of(ForeignReader.event(file), ForeignReader.eventInUnknownZone(file))) {
			expectTimes(event, read);
		}
	}

	@Property(tries = 100)
	void eventsOfAFeedAreReadAsTheyWereWritten(@ForAll("feeds") @Size(min = 1, max = 20) List<CalendarEvent> events) {
		List<VEvent> read = ForeignReader.events(CalendarFile.feed("Bookings", events).text());
		assertThat(read).hasSameSizeAs(events);
		for (int i = 0; i < read.size(); i++) {
			expectTimes(events.get(i), read.get(i));
			assertThat(ForeignReader.value(read.get(i), "UID")).isEqualTo(events.get(i).bookingId() + "@oncegate");
		}
	}

	@Property
	void textsAreReadAsTheyWereWritten(@ForAll("texts") String text) {
		CalendarEvent event = event(ZoneId.of("Europe/Berlin"), Instant.EPOCH, 30, text);
		String file = CalendarFile.of(event).text();
		assertThat(ForeignReader.value(ForeignReader.event(file), "SUMMARY")).isEqualTo(text);
		assertThat(file.split("\r\n"))
			.allMatch((line) -> line.getBytes(StandardCharsets.UTF_8).length <= 75 && !line.contains("\n"));
	}

	private static void expectTimes(CalendarEvent event, VEvent read) {
		assertThat(ForeignReader.start(read)).isEqualTo(event.start());
		assertThat(ForeignReader.end(read)).isEqualTo(event.end());
	}

	@Provide
	Arbitrary<List<CalendarEvent>> feeds() {
		return events().list();
	}

	@Provide
	Arbitrary<CalendarEvent> events() {
		return zones().flatMap((zone) -> Combinators.combine(starts(zone), Arbitraries.integers().between(1, 24 * 60))
			.as((start, minutes) -> event(zone, start, minutes, "Call")));
	}

	@Provide
	Arbitrary<String> texts() {
		return Arbitraries
			.frequencyOf(Tuple.of(3, Arbitraries.chars().all()),
					Tuple.of(1, Arbitraries.of("\\;,:\"\n nN^".chars().mapToObj((c) -> (char) c).toList())))
			.filter((character) -> !Character.isSurrogate(character) && (character == '\n' || !isControl(character)))
			.map(String::valueOf)
			.list()
			.ofMinSize(1)
			.ofMaxSize(200)
			// The reader takes a new line after backslashes for the letter n.
			.map((characters) -> "." + String.join("", characters).replaceAll("\\\\+\n", "\n") + ".");
	}

	private static boolean isControl(char character) {
		return character < ' ' || character == 0x7f;
	}

	private static Arbitrary<ZoneId> zones() {
		Arbitrary<String> offsets = Arbitraries.integers()
			.between(-18 * 60, 18 * 60)
			.map((minutes) -> "%s%02d:%02d".formatted((minutes < 0) ? "-" : "+", Math.abs(minutes) / 60,
					Math.abs(minutes) % 60));
		return Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(ZONES)), Tuple.of(1, offsets)).map(ZoneId::of);
	}

	/** Most are near a change of the clock. */
	private static Arbitrary<Instant> starts(ZoneId zone) {
		return Combinators
			.combine(Arbitraries.longs().between(FIRST, LAST), Arbitraries.integers().between(-1500, 300),
					Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
			.as((second, minutes, near) -> {
				Instant any = Instant.ofEpochSecond(second);
				ZoneOffsetTransition change = zone.getRules().nextTransition(any);
				return near && change != null ? change.getInstant().plusSeconds(60L * minutes) : any;
			});
	}

	private static CalendarEvent event(ZoneId zone, Instant start, int minutes, String summary) {
		return new CalendarEvent(UUID.randomUUID(), 0, Instant.EPOCH, start, start.plusSeconds(60L * minutes), zone,
				true, summary, null, null, new Organizer("Grace Hopper", "grace@example.com"), null);
	}

}
