package io.oncegate.web.invitee;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.oncegate.web.invitee.BookingPage.Day;
import io.oncegate.web.invitee.BookingPage.Grid;
import io.oncegate.web.invitee.BookingPage.Weekday;
import io.oncegate.web.page.Language;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a month in weeks, which begin on the first day of the week in the reader's
 * region. Past weeks are left out.
 */
final class Grids {

	private static final int DAYS = 7;

	private static final Day ELSEWHERE = new Day("", "", null, false, false);

	private Grids() {
	}

	static Grid of(BookingView view, Month month) {
		Language t = view.language();
		YearMonth shown = YearMonth.from(month.day());
		int lead = Math.floorMod(shown.atDay(1).getDayOfWeek().getValue() - t.firstDayOfWeek().getValue(), DAYS);
		int weeks = (lead + shown.lengthOfMonth() + DAYS - 1) / DAYS;
		int over = view.today().isBefore(shown.atDay(1)) ? 0 : (lead + view.today().getDayOfMonth() - 1) / DAYS;
		List<List<Day>> grid = IntStream.range(over, weeks)
			.mapToObj((week) -> IntStream.range(0, DAYS)
				.mapToObj((n) -> day(view, month, shown, week * DAYS + n - lead + 1))
				.toList())
			.toList();
		return new Grid(t.month(shown), weekdays(t), grid, address(view, month.before()), address(view, month.after()));
	}

	private static List<Weekday> weekdays(Language t) {
		return Stream.iterate(t.firstDayOfWeek(), (day) -> day.plus(1))
			.limit(DAYS)
			.map((DayOfWeek day) -> new Weekday(t.weekday(day), t.longWeekday(day)))
			.toList();
	}

	private static Day day(BookingView view, Month month, YearMonth shown, int number) {
		if (!shown.isValidDay(number)) {
			return ELSEWHERE;
		}
		Language t = view.language();
		LocalDate date = shown.atDay(number);
		Integer free = month.days().get(date);
		boolean today = date.equals(view.today());
		return new Day(String.valueOf(number),
				t.say("calendar.day", today ? t.say("calendar.today", t.day(date)) : t.day(date),
						(free != null) ? t.say("calendar.free", free) : t.say("calendar.none")),
				(free != null) ? view.address(date) + "#times" : null, date.equals(month.day()), today);
	}

	private static @Nullable String address(BookingView view, @Nullable LocalDate day) {
		return (day != null) ? view.address(day) + "#month" : null;
	}

}
