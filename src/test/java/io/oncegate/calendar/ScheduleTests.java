package io.oncegate.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Days whose slots are known by heart.
 */
class ScheduleTests {

	@Test
	void weekHasTheSlotsOfItsHours() {
		List<Hours> day = hours("09:00-12:00", "13:00-17:00");
		Schedule schedule = new Schedule(ZoneId.of("Europe/Berlin"), minutes(60), minutes(0),
				Map.of(DayOfWeek.MONDAY, day, DayOfWeek.FRIDAY, hours("09:00-11:30")), Map.of());
		assertThat(starts(schedule, "2026-01-12", "2026-01-18")).containsExactly("2026-01-12T08:00:00Z",
				"2026-01-12T09:00:00Z", "2026-01-12T10:00:00Z", "2026-01-12T12:00:00Z", "2026-01-12T13:00:00Z",
				"2026-01-12T14:00:00Z", "2026-01-12T15:00:00Z", "2026-01-16T08:00:00Z", "2026-01-16T09:00:00Z");
	}

	@Test
	void slotEndsAfterItsDuration() {
		Schedule schedule = daily("Asia/Kathmandu", 45, 0, "09:00-10:00");
		assertThat(schedule.slots(LocalDate.of(2026, 1, 12), LocalDate.of(2026, 1, 12)))
			.containsExactly(new Slot(Instant.parse("2026-01-12T03:15:00Z"), Instant.parse("2026-01-12T04:00:00Z")));
	}

	@Test
	void slotMayHaveSeconds() {
		Schedule schedule = new Schedule(ZoneId.of("UTC"), Duration.ofSeconds(90), Duration.ofSeconds(1),
				week("09:00-09:04"), Map.of());
		assertThat(starts(schedule, "2026-01-12")).containsExactly("2026-01-12T09:00:00Z", "2026-01-12T09:01:31Z");
	}

	@Test
	void bufferLiesBetweenSlots() {
		Schedule schedule = daily("UTC", 60, 15, "09:00-11:15", "13:00-15:14");
		assertThat(starts(schedule, "2026-01-12")).containsExactly("2026-01-12T09:00:00Z", "2026-01-12T10:15:00Z",
				"2026-01-12T13:00:00Z");
	}

	@Test
	void bufferIsKeptAfterASlotThatIsItselfLeftOut() {
		Schedule schedule = daily("UTC", 60, 30, "09:00-10:00", "10:00-11:15", "11:15-12:15");
		assertThat(starts(schedule, "2026-01-12")).containsExactly("2026-01-12T09:00:00Z");
	}

	@Test
	void bufferIsKeptOverMidnight() {
		Schedule schedule = new Schedule(ZoneId.of("UTC"), minutes(60), minutes(90),
				Map.of(DayOfWeek.MONDAY, hours("22:00-00:00"), DayOfWeek.TUESDAY, hours("00:00-04:00")), Map.of());
		assertThat(starts(schedule, "2026-01-12")).containsExactly("2026-01-12T22:00:00Z");
		assertThat(starts(schedule, "2026-01-13")).containsExactly("2026-01-13T02:30:00Z");
	}

	@Test
	void touchingHoursHaveGridsOfTheirOwn() {
		Schedule schedule = daily("UTC", 40, 0, "09:00-10:00", "10:00-11:00");
		assertThat(starts(schedule, "2026-01-12")).containsExactly("2026-01-12T09:00:00Z", "2026-01-12T10:00:00Z");
	}

	@Test
	void overrideReplacesTheHoursOfItsDate() {
		Schedule schedule = new Schedule(ZoneId.of("UTC"), minutes(60), minutes(0),
				Map.of(DayOfWeek.MONDAY, hours("09:00-10:00"), DayOfWeek.TUESDAY, hours("09:00-10:00")),
				Map.of(LocalDate.of(2026, 1, 12), List.of(), LocalDate.of(2026, 1, 13), hours("11:00-12:00"),
						LocalDate.of(2026, 1, 14), hours("14:00-15:00")));
		assertThat(starts(schedule, "2026-01-12", "2026-01-19")).containsExactly("2026-01-13T11:00:00Z",
				"2026-01-14T14:00:00Z", "2026-01-19T09:00:00Z");
	}

	@Test
	void rangeRunsOverTheEndOfMonthAndYear() {
		Schedule schedule = daily("UTC", 60, 0, "09:00-10:00");
		assertThat(starts(schedule, "2027-12-31", "2028-01-01")).containsExactly("2027-12-31T09:00:00Z",
				"2028-01-01T09:00:00Z");
		assertThat(starts(schedule, "2028-02-28", "2028-03-01")).containsExactly("2028-02-28T09:00:00Z",
				"2028-02-29T09:00:00Z", "2028-03-01T09:00:00Z");
	}

	@Test
	void rangeThatEndsBeforeItBeginsIsEmpty() {
		assertThat(starts(daily("UTC", 60, 0, "09:00-10:00"), "2026-01-13", "2026-01-12")).isEmpty();
	}

	@Test
	void midnightIsTheEndOfTheDay() {
		assertThat(starts(daily("UTC", 60, 0, "22:30-00:00"), "2026-01-12")).containsExactly("2026-01-12T22:30:00Z");
		assertThat(starts(daily("UTC", 720, 0, "00:00-00:00"), "2026-01-12")).containsExactly("2026-01-12T00:00:00Z",
				"2026-01-12T12:00:00Z");
	}

	@Test
	void hoursOverTheSpringGapAreShorter() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "01:00-04:00"), "2026-03-29")).containsExactly(
				"2026-03-29T00:00:00Z", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
	}

	@Test
	void hoursThatBeginInTheSpringGapOpenAfterIt() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "02:30-04:00"), "2026-03-29"))
			.containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
	}

	@Test
	void hoursWithinTheSpringGapAreNone() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "02:00-03:00"), "2026-03-29")).isEmpty();
	}

	@Test
	void slotRunsOnOverTheSpringGap() {
		assertThat(starts(daily("Europe/Berlin", 45, 0, "01:00-04:00"), "2026-03-29"))
			.containsExactly("2026-03-29T00:00:00Z", "2026-03-29T00:45:00Z");
	}

	@Test
	void hoursOverTheAutumnOverlapAreLonger() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "01:00-04:00"), "2026-10-25")).containsExactly(
				"2026-10-24T23:00:00Z", "2026-10-24T23:30:00Z", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z",
				"2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z");
	}

	@Test
	void hoursThatBeginInTheAutumnOverlapOpenTwice() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "02:30-04:00"), "2026-10-25")).containsExactly(
				"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z");
	}

	@Test
	void hoursThatEndInTheAutumnOverlapCloseTwice() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "01:00-02:30"), "2026-10-25")).containsExactly(
				"2026-10-24T23:00:00Z", "2026-10-24T23:30:00Z", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z");
	}

	@Test
	void hoursTakeTurnsInTheAutumnOverlap() {
		assertThat(starts(daily("Europe/Berlin", 30, 0, "02:00-02:30", "02:30-03:00"), "2026-10-25")).containsExactly(
				"2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z");
	}

	@Test
	void lordHoweChangesItsClockByHalfAnHour() {
		Schedule schedule = daily("Australia/Lord_Howe", 30, 0, "01:00-03:00");
		assertThat(starts(schedule, "2026-04-05")).containsExactly("2026-04-04T14:00:00Z", "2026-04-04T14:30:00Z",
				"2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z", "2026-04-04T16:00:00Z");
		assertThat(starts(schedule, "2026-10-04")).containsExactly("2026-10-03T14:30:00Z", "2026-10-03T15:00:00Z",
				"2026-10-03T15:30:00Z");
		assertThat(starts(daily("Australia/Lord_Howe", 15, 0, "01:00-01:45"), "2026-04-05")).containsExactly(
				"2026-04-04T14:00:00Z", "2026-04-04T14:15:00Z", "2026-04-04T14:30:00Z", "2026-04-04T15:00:00Z");
	}

	@Test
	void dayOfSaoPauloBeginsAtOneWhenMidnightIsSkipped() {
		assertThat(starts(daily("America/Sao_Paulo", 60, 0, "00:00-03:00"), "2018-11-04"))
			.containsExactly("2018-11-04T03:00:00Z", "2018-11-04T04:00:00Z");
	}

	@Test
	void dayThatApiaSkippedHasNoSlots() {
		Schedule schedule = daily("Pacific/Apia", 60, 0, "09:00-10:00");
		assertThat(starts(schedule, "2011-12-30")).isEmpty();
		assertThat(starts(schedule, "2011-12-29", "2011-12-31")).containsExactly("2011-12-29T19:00:00Z",
				"2011-12-30T19:00:00Z");
	}

	@Test
	void bufferIsKeptOverTheDayThatApiaSkipped() {
		Schedule schedule = new Schedule(ZoneId.of("Pacific/Apia"), minutes(60), minutes(120),
				Map.of(DayOfWeek.THURSDAY, hours("20:00-00:00"), DayOfWeek.SATURDAY, hours("00:00-04:00")), Map.of());
		assertThat(starts(schedule, "2011-12-31")).containsExactly("2011-12-30T13:00:00Z");
	}

	@Test
	void bufferIsKeptAfterTheMinuteOfTomorrowThatStJohnsHadBeforeItsEveningAgain() {
		Schedule schedule = new Schedule(ZoneId.of("America/St_Johns"), minutes(1), minutes(30),
				Map.of(DayOfWeek.SATURDAY, hours("23:30-00:00"), DayOfWeek.SUNDAY, hours("00:00-00:30")), Map.of());
		assertThat(starts(schedule, "2010-11-06")).containsExactly("2010-11-07T02:00:00Z");
		assertThat(starts(schedule, "2010-11-07")).isEmpty();
	}

	@Test
	void localMeanTimeHasSeconds() {
		assertThat(starts(daily("Europe/Berlin", 60, 0, "09:00-10:00"), "1890-06-02"))
			.containsExactly("1890-06-02T08:06:32Z");
	}

	@Test
	void slotAtFindsOnlyTheExactStart() {
		Schedule schedule = daily("Europe/Berlin", 30, 0, "01:00-04:00");
		Instant start = Instant.parse("2026-03-29T01:30:00Z");
		assertThat(schedule.slotAt(start)).contains(new Slot(start, Instant.parse("2026-03-29T02:00:00Z")));
		assertThat(schedule.slotAt(start.plusNanos(1))).isEmpty();
		assertThat(schedule.slotAt(start.plusSeconds(1800))).isEmpty();
	}

	@Test
	void farInstantsHaveNoSlot() {
		for (String zone : List.of("UTC", "+18:00", "-18:00", "Europe/Berlin")) {
			Schedule schedule = daily(zone, 60, 0, "00:00-00:00");
			assertThat(schedule.slotAt(Instant.MIN)).isEmpty();
			assertThat(schedule.slotAt(Instant.MAX)).isEmpty();
			assertThat(schedule.slotAt(Instant.MIN.plusSeconds(366L * 24 * 60 * 60))).isEmpty();
			assertThat(schedule.slots(LocalDate.MIN, LocalDate.MIN.plusDays(1))).isEmpty();
			assertThat(schedule.slots(LocalDate.MAX, LocalDate.MAX)).isEmpty();
		}
	}

	@Test
	void slotsAndSlotAtAgreeOnTheFirstAndTheLastDate() {
		for (String zone : List.of("UTC", "+18:00", "-18:00")) {
			Schedule schedule = daily(zone, 1440, 0, "00:00-00:00");
			List<Slot> first = schedule.slots(LocalDate.MIN, LocalDate.of(0, 1, 1));
			List<Slot> last = schedule.slots(LocalDate.of(9999, 12, 31), LocalDate.MAX);
			assertThat(first).hasSize(1);
			assertThat(last).hasSize(1);
			assertThat(schedule.slotAt(first.get(0).start())).contains(first.get(0));
			assertThat(schedule.slotAt(last.get(0).start())).contains(last.get(0));
			assertThat(schedule.slotAt(first.get(0).start().minusSeconds(24 * 60 * 60))).isEmpty();
			assertThat(schedule.slotAt(last.get(0).end())).isEmpty();
		}
	}

	@Test
	void scheduleKeepsASortedCopy() {
		List<Hours> monday = new ArrayList<>(hours("13:00-14:00", "09:00-10:00"));
		Map<DayOfWeek, List<Hours>> weeklyHours = new HashMap<>(Map.of(DayOfWeek.MONDAY, monday));
		Map<LocalDate, List<Hours>> dateOverrides = new HashMap<>(Map.of(LocalDate.of(2026, 1, 12), monday));
		Schedule schedule = new Schedule(ZoneId.of("UTC"), minutes(60), minutes(0), weeklyHours, dateOverrides);
		monday.clear();
		weeklyHours.clear();
		dateOverrides.clear();
		List<Hours> sorted = hours("09:00-10:00", "13:00-14:00");
		assertThat(schedule.weeklyHours()).isEqualTo(Map.of(DayOfWeek.MONDAY, sorted)).isUnmodifiable();
		assertThat(schedule.dateOverrides()).isEqualTo(Map.of(LocalDate.of(2026, 1, 12), sorted)).isUnmodifiable();
		assertThat(schedule.weeklyHours().get(DayOfWeek.MONDAY)).isUnmodifiable();
		assertThat(schedule.slots(LocalDate.of(2026, 1, 12), LocalDate.of(2026, 1, 12))).isUnmodifiable();
	}

	@Test
	void hoursThatDoNotEndAfterTheyBeginAreRefused() {
		for (String hours : List.of("10:00-10:00", "10:00-09:00", "22:00-02:00")) {
			assertThatIllegalArgumentException().isThrownBy(() -> hours(hours))
				.withMessage("Opening hours must end after they begin, on the same day.");
		}
	}

	@Test
	void hoursWithSecondsAreRefused() {
		for (String hours : List.of("09:00:30-10:00", "09:00-23:59:59")) {
			assertThatIllegalArgumentException().isThrownBy(() -> hours(hours))
				.withMessage("Opening hours must be given in whole minutes.");
		}
	}

	@Test
	void hoursThatOverlapAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> daily("UTC", 60, 0, "11:30-13:00", "09:00-12:00"))
			.withMessage("The opening hours of MONDAY overlap at 11:30.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Schedule(ZoneId.of("UTC"), minutes(60), minutes(0), Map.of(),
					Map.of(LocalDate.of(2026, 1, 12), hours("09:00-00:00", "12:00-13:00"))))
			.withMessage("The opening hours of 2026-01-12 overlap at 12:00.");
	}

	@Test
	void durationOutOfBoundsIsRefused() {
		for (Duration duration : List.of(Duration.ofSeconds(59), minutes(0), minutes(-30), minutes(1441))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new Schedule(ZoneId.of("UTC"), duration, minutes(0), Map.of(), Map.of()))
				.withMessage("A slot must last from one minute to 24 hours.");
		}
	}

	@Test
	void bufferOutOfBoundsIsRefused() {
		for (Duration buffer : List.of(Duration.ofNanos(-1), minutes(721))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new Schedule(ZoneId.of("UTC"), minutes(30), buffer, Map.of(), Map.of()))
				.withMessage("The buffer must last from zero to 12 hours.");
		}
	}

	@Test
	void timesStartAtMultiplesThatLeaveTheBuffer() {
		assertThat(starts(60)).containsExactly("09:00", "10:00", "11:00");
		assertThat(starts(15)).containsExactly("09:00", "09:45", "10:30", "11:15");
		assertThat(starts(30)).containsExactly("09:00", "10:00", "11:00");
		assertThat(starts(20)).containsExactly("09:00", "09:40", "10:20", "11:00");
		assertThat(starts(null)).containsExactly("09:00", "09:40", "10:20", "11:00");
	}

	/**
	 * Times of 30 minutes and a buffer of 10, on a day that is open from 09:00 to 12:00.
	 */
	private static List<String> starts(@Nullable Integer every) {
		LocalDate monday = LocalDate.of(2026, 11, 30);
		Schedule schedule = new Schedule(ZoneId.of("UTC"), minutes(30), minutes(10),
				(every != null) ? minutes(every) : null, Map.of(),
				Map.of(monday, List.of(new Hours(LocalTime.of(9, 0), LocalTime.of(12, 0)))));
		return schedule.slots(monday, monday)
			.stream()
			.map((slot) -> LocalTime.ofInstant(slot.start(), ZoneOffset.UTC).toString())
			.toList();
	}

	@Test
	void timesStartNoMoreOftenThanEveryMinute() {
		for (Duration every : List.of(Duration.ZERO, Duration.ofHours(25))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new Schedule(ZoneId.of("UTC"), minutes(30), minutes(0), every, Map.of(), Map.of()));
		}
	}

	private static Schedule daily(String zone, int duration, int buffer, String... hours) {
		return new Schedule(ZoneId.of(zone), minutes(duration), minutes(buffer), week(hours), Map.of());
	}

	private static Map<DayOfWeek, List<Hours>> week(String... hours) {
		Map<DayOfWeek, List<Hours>> week = new EnumMap<>(DayOfWeek.class);
		for (DayOfWeek day : DayOfWeek.values()) {
			week.put(day, hours(hours));
		}
		return week;
	}

	private static List<Hours> hours(String... hours) {
		List<Hours> list = new ArrayList<>();
		for (String each : hours) {
			String[] times = each.split("-");
			list.add(new Hours(LocalTime.parse(times[0]), LocalTime.parse(times[1])));
		}
		return list;
	}

	private static Duration minutes(long minutes) {
		return Duration.ofMinutes(minutes);
	}

	private static List<String> starts(Schedule schedule, String date) {
		return starts(schedule, date, date);
	}

	private static List<String> starts(Schedule schedule, String from, String to) {
		return schedule.slots(LocalDate.parse(from), LocalDate.parse(to))
			.stream()
			.map((slot) -> slot.start().toString())
			.toList();
	}

}
