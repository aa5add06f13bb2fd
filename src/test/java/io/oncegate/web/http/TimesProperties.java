package io.oncegate.web.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

import static org.assertj.core.api.Assertions.assertThat;

/** The quick way to read an instant takes what the general way takes, as the same. */
class TimesProperties {

	@Property(edgeCases = EdgeCasesMode.NONE)
	@StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
	void anInstantIsReadAsTheGeneralWayReadsIt(@ForAll("texts") String text) {
		Optional<Instant> general = read(() -> general(text));
		Statistics.collect(general.isPresent(), text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
		// Each is met: what the quick way reads, what it refuses, and what it leaves.
		Statistics.coverage((met) -> {
			met.check(true, true).count((count) -> count > 0);
			met.check(false, true).count((count) -> count > 0);
			met.check(true, false).count((count) -> count > 0);
			met.check(false, false).count((count) -> count > 0);
		});
		assertThat(read(() -> Times.instant(text))).isEqualTo(general);
	}

	private static Instant general(String text) {
		OffsetDateTime time = OffsetDateTime.parse(text);
		int year = time.withOffsetSameInstant(ZoneOffset.UTC).getYear();
		if (year < 1 || year > 9999) {
			throw new DateTimeException("No store can hold it");
		}
		return time.toInstant();
	}

	private static Optional<Instant> read(Supplier<Instant> way) {
		try {
			return Optional.of(way.get());
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	@Provide
	Arbitrary<String> texts() {
		return Arbitraries.oneOf(written(), spelled(), spoiled());
	}

	/** As the gateway writes it, but for the fields, which may be too large. */
	private static Arbitrary<String> written() {
		Arbitrary<Integer> years = Arbitraries.oneOf(Arbitraries.integers().between(0, 9999),
				Arbitraries.of(0, 1, 9999), Arbitraries.integers().between(2020, 2040));
		Arbitrary<String> days = Combinators.combine(years, field(13), field(32))
			.as((year, month, day) -> "%04d-%02d-%02d".formatted(year, month, day));
		Arbitrary<String> times = Combinators.combine(field(24), field(60), field(60)).as("%02d:%02d:%02d"::formatted);
		return Combinators.combine(days, times).as((day, time) -> day + "T" + time + "Z");
	}

	private static Arbitrary<Integer> field(int max) {
		return Arbitraries.integers().between(0, max);
	}

	/** With another offset, other letters, a fraction, or without seconds. */
	private static Arbitrary<String> spelled() {
		Arbitrary<String> ends = Arbitraries.of("z", "+00:00", "-00:00", "+14:00", "-18:00", "+05:45", "+19:00", ".5Z",
				".000000001Z", ",5Z", "Z[UTC]", "");
		return Combinators.combine(written(), ends, Arbitraries.of('T', 't', ' '))
			.as((written, end, between) -> (written.substring(0, written.length() - 1) + end).replace('T', between))
			.flatMap((text) -> Arbitraries.of(text, text.replaceFirst(":\\d\\d(?=[Zz+-])", "")));
	}

	/** With one character in the place of another. */
	private static Arbitrary<String> spoiled() {
		Arbitrary<Character> characters = Arbitraries.oneOf(Arbitraries.chars().ascii(), Arbitraries.chars().all(),
				Arbitraries.of('\u0660', '\uff11', '+', '-', '/', ':', ';'));
		return Combinators.combine(written(), Arbitraries.integers().between(0, 19), characters)
			.as((written, at, character) -> written.substring(0, at) + character + written.substring(at + 1));
	}

}
