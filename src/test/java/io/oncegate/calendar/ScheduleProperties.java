package io.oncegate.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every {@link Schedule}, in zones and on dates that like to break it.
 */
@PropertyDefaults(tries = 500, edgeCases = EdgeCasesMode.NONE)
class ScheduleProperties {

	private static final List<String> ZONES = List.of("Europe/Berlin", "Europe/Dublin", "America/New_York",
			"America/St_Johns", "America/Sao_Paulo", "America/Caracas", "Africa/Casablanca", "Asia/Tokyo",
			"Asia/Kathmandu", "Asia/Pyongyang", "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Apia",
			"Pacific/Kwajalein", "UTC", "+05:45", "-09:30");

	@Property
	void noSlotLiesOutsideOpeningHours(@ForAll("scenarios") Scenario scenario) {
		for (Slot slot : scenario.slots()) {
			Set<Object> hours = new HashSet<>();
			for (Instant minute = slot.start(); minute.isBefore(slot.end()); minute = minute.plusSeconds(60)) {
				LocalDateTime wall = LocalDateTime.ofInstant(minute, scenario.schedule.zone());
				assertThat(wall.toLocalDate()).isBetween(scenario.from, scenario.to);
				OpenHours open = Oracle.openHours(scenario.schedule, wall);
				assertThat(open).as("hours at %s, in %s", wall, slot).isNotNull();
				hours.add(open);
			}
			assertThat(hours).as("hours of %s", slot).hasSize(1);
		}
	}

	@Property
	void slotsComeInOrderAndNeverOverlapAndKeepTheBuffer(@ForAll("scenarios") Scenario scenario) {
		Schedule schedule = scenario.schedule;
		Instant free = Instant.MIN;
		for (Slot slot : scenario.slots()) {
			assertThat(slot.start()).isAfterOrEqualTo(free);
			assertThat(Duration.between(slot.start(), slot.end())).isEqualTo(schedule.duration());
			free = slot.end().plus(schedule.buffer());
		}
	}

	@Property(tries = 1000)
	void noSlotIsLostOrAdded(@ForAll("scenarios") Scenario scenario) {
		assertThat(scenario.slots()).isEqualTo(new Oracle(scenario).slots());
	}

	@Property
	void slotsOfADateDoNotDependOnTheRangeAskedFor(@ForAll("scenarios") Scenario scenario) {
		List<Slot> slots = new ArrayList<>();
		for (LocalDate date = scenario.from; !date.isAfter(scenario.to); date = date.plusDays(1)) {
			slots.addAll(scenario.schedule.slots(date, date));
		}
		// A clock set back over midnight lets two dates take turns.
		slots.sort(Comparator.comparing(Slot::start));
		assertThat(scenario.slots()).isEqualTo(slots);
	}

	@Property
	void slotAtAgreesWithSlots(@ForAll("scenarios") Scenario scenario) {
		Schedule schedule = scenario.schedule;
		Set<Slot> around = new HashSet<>(schedule.slots(scenario.from.minusDays(3), scenario.to.plusDays(3)));
		List<Slot> slots = scenario.slots();
		for (int i = 0; i < slots.size(); i += 1 + slots.size() / 25) {
			Slot slot = slots.get(i);
			assertThat(schedule.slotAt(slot.start())).contains(slot);
			for (int shift : new int[] { -1, 1 }) {
				Instant off = slot.start().plus(shift, ChronoUnit.MINUTES);
				Slot shifted = new Slot(off, off.plus(schedule.duration()));
				assertThat(schedule.slotAt(off).isPresent()).as("slot at %s", off).isEqualTo(around.contains(shifted));
			}
		}
	}

	@Property
	void slotAtAnswersForAnyInstant(@ForAll("scenarios") Scenario scenario,
			@ForAll @LongRange(min = -31557014167219200L, max = 31556889864403199L) long second) {
		Instant instant = Instant.ofEpochSecond(second);
		scenario.schedule.slotAt(instant).ifPresent((slot) -> assertThat(slot.start()).isEqualTo(instant));
	}

	@Provide
	Arbitrary<Scenario> scenarios() {
		return Arbitraries.of(ZONES)
			.map(ZoneId::of)
			.flatMap((zone) -> dates(zone).flatMap((date) -> scenarios(zone, date)));
	}

	private Arbitrary<Scenario> scenarios(ZoneId zone, LocalDate date) {
		Arbitrary<Schedule> schedules = Combinators
			.combine(durations(), buffers(), dayHours().list().ofSize(7), overrides(date))
			.as((duration, buffer, week, overrides) -> new Schedule(zone, duration, buffer, weekly(week), overrides));
		return Combinators
			.combine(schedules, Arbitraries.integers().between(-3, 1), Arbitraries.integers().between(0, 5))
			.as((schedule, shift, days) -> new Scenario(schedule, date.plusDays(shift), date.plusDays(shift + days)));
	}

	private Arbitrary<LocalDate> dates(ZoneId zone) {
		Arbitrary<Integer> years = Arbitraries.integers().between(1973, 2060);
		Arbitrary<LocalDate> monthEnds = Combinators.combine(years, Arbitraries.of(1, 2, 3, 6, 12))
			.as((year, month) -> LocalDate.of(year, month, 1).plusMonths(1).minusDays(1));
		Arbitrary<LocalDate> leapDays = Arbitraries.of(1976, 2000, 2024, 2028).map((year) -> LocalDate.of(year, 2, 29));
		Arbitrary<LocalDate> anyDays = Combinators.combine(years, Arbitraries.integers().between(1, 365))
			.as(LocalDate::ofYearDay);
		List<LocalDate> clockChanges = clockChanges(zone);
		return Arbitraries.frequencyOf(Tuple.of(6, clockChanges.isEmpty() ? monthEnds : Arbitraries.of(clockChanges)),
				Tuple.of(2, monthEnds), Tuple.of(1, leapDays), Tuple.of(1, anyDays));
	}

	private static List<LocalDate> clockChanges(ZoneId zone) {
		List<LocalDate> dates = new ArrayList<>();
		Instant end = Instant.parse("2040-01-01T00:00:00Z");
		ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.parse("1973-01-01T00:00:00Z"));
		while (next != null && next.getInstant().isBefore(end)) {
			dates.add(next.getDateTimeBefore().toLocalDate());
			next = zone.getRules().nextTransition(next.getInstant());
		}
		return dates;
	}

	private Arbitrary<Duration> durations() {
		return Arbitraries
			.frequencyOf(Tuple.of(6, Arbitraries.of(15, 20, 30, 45, 50, 60, 90)),
					Tuple.of(2, Arbitraries.integers().between(1, 120)),
					Tuple.of(1, Arbitraries.integers().between(1, 1440)), Tuple.of(1, Arbitraries.of(1, 1380, 1440)))
			.map(Duration::ofMinutes);
	}

	private Arbitrary<Duration> buffers() {
		return Arbitraries
			.frequencyOf(Tuple.of(4, Arbitraries.of(0, 5, 10, 15, 30, 60)),
					Tuple.of(2, Arbitraries.integers().between(0, 120)),
					Tuple.of(2, Arbitraries.integers().between(0, 720)), Tuple.of(1, Arbitraries.just(720)))
			.map(Duration::ofMinutes);
	}

	private Arbitrary<Map<LocalDate, List<Hours>>> overrides(LocalDate date) {
		return Arbitraries.maps(Arbitraries.integers().between(-6, 7).map(date::plusDays), dayHours()).ofMaxSize(3);
	}

	private static Map<DayOfWeek, List<Hours>> weekly(List<List<Hours>> week) {
		Map<DayOfWeek, List<Hours>> weekly = new EnumMap<>(DayOfWeek.class);
		for (DayOfWeek day : DayOfWeek.values()) {
			weekly.put(day, week.get(day.ordinal()));
		}
		return weekly;
	}

	/**
	 * Cuts the day at some minutes, and opens some of the pieces between the cuts.
	 */
	private Arbitrary<List<Hours>> dayHours() {
		Arbitrary<Integer> cuts = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(0, 1, 60, 1439, 1440)),
				Tuple.of(3, Arbitraries.integers().between(0, 48).map((half) -> half * 30)),
				Tuple.of(3, Arbitraries.integers().between(0, 240)),
				Tuple.of(1, Arbitraries.integers().between(0, 1440)));
		Arbitrary<List<Boolean>> open = Arbitraries.frequency(Tuple.of(3, true), Tuple.of(1, false)).list().ofSize(5);
		return Combinators.combine(cuts.set().ofMinSize(2).ofMaxSize(6), open).as(ScheduleProperties::dayHours);
	}

	private static List<Hours> dayHours(Set<Integer> cuts, List<Boolean> open) {
		List<Integer> minutes = cuts.stream().sorted().toList();
		List<Hours> hours = new ArrayList<>();
		for (int i = 1; i < minutes.size(); i++) {
			if (open.get(i - 1)) {
				hours.add(new Hours(time(minutes.get(i - 1)), time(minutes.get(i))));
			}
		}
		return hours;
	}

	private static LocalTime time(int minute) {
		return LocalTime.MIDNIGHT.plusMinutes(minute);
	}

	record Scenario(Schedule schedule, LocalDate from, LocalDate to) {

		List<Slot> slots() {
			return this.schedule.slots(this.from, this.to);
		}

	}

	record OpenHours(LocalDate date, Hours hours) {

	}

	/**
	 * Finds the slots by brute force: it looks at the clock on the wall once a minute.
	 */
	private static final class Oracle {

		private final Scenario scenario;

		private final int duration;

		private final int buffer;

		private final Instant origin;

		private final @Nullable OpenHours[] open;

		/** The minute at which the unbroken stretch that a minute is in began. */
		private final int[] opened;

		/** The minute at which the stretch began that has a grid slot ending here. */
		private final int[] ended;

		Oracle(Scenario scenario) {
			this.scenario = scenario;
			this.duration = (int) scenario.schedule.duration().toMinutes();
			this.buffer = (int) scenario.schedule.buffer().toMinutes();
			this.origin = scenario.from.minusDays(4).atStartOfDay().toInstant(ZoneOffset.UTC);
			int minutes = 24 * 60 * (int) ChronoUnit.DAYS.between(scenario.from.minusDays(4), scenario.to.plusDays(5));
			this.open = new @Nullable OpenHours[minutes];
			this.opened = new int[minutes];
			this.ended = new int[minutes + 1];
		}

		List<Slot> slots() {
			for (int minute = 1; minute < this.open.length; minute++) {
				OpenHours now = openHours(this.scenario.schedule,
						LocalDateTime.ofInstant(at(minute), this.scenario.schedule.zone()));
				boolean same = now != null && now.equals(this.open[minute - 1]);
				this.open[minute] = now;
				this.opened[minute] = same ? this.opened[minute - 1] : minute;
			}
			List<Slot> slots = new ArrayList<>();
			for (int minute = 1; minute < this.open.length; minute++) {
				OpenHours now = this.open[minute];
				if (now != null && isOnGrid(minute)) {
					this.ended[minute + this.duration] = this.opened[minute];
					if (isAsked(now.date) && keepsBuffer(minute)) {
						slots.add(new Slot(at(minute), at(minute + this.duration)));
					}
				}
			}
			return slots;
		}

		private boolean isOnGrid(int minute) {
			int last = minute + this.duration - 1;
			return (minute - this.opened[minute]) % (this.duration + this.buffer) == 0 && last < this.open.length
					&& this.opened[last] == this.opened[minute];
		}

		private boolean keepsBuffer(int minute) {
			for (int end = minute; end > 0 && end + this.buffer > minute; end--) {
				if (this.ended[end] != 0 && this.ended[end] != this.opened[minute]) {
					return false;
				}
			}
			return true;
		}

		private boolean isAsked(LocalDate date) {
			return !date.isBefore(this.scenario.from) && !date.isAfter(this.scenario.to);
		}

		private Instant at(int minute) {
			return this.origin.plusSeconds(60L * minute);
		}

		static @Nullable OpenHours openHours(Schedule schedule, LocalDateTime wall) {
			LocalDate date = wall.toLocalDate();
			List<Hours> weekly = schedule.weeklyHours().getOrDefault(wall.getDayOfWeek(), List.of());
			List<Hours> day = schedule.dateOverrides().getOrDefault(date, weekly);
			for (Hours hours : day) {
				boolean untilMidnight = hours.to().equals(LocalTime.MIDNIGHT);
				if (!wall.toLocalTime().isBefore(hours.from())
						&& (untilMidnight || wall.toLocalTime().isBefore(hours.to()))) {
					return new OpenHours(date, hours);
				}
			}
			return null;
		}

	}

}
