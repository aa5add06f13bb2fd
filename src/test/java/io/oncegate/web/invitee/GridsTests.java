package io.oncegate.web.invitee;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import io.oncegate.web.invitee.BookingPage.Day;
import io.oncegate.web.page.Language;
import io.oncegate.web.page.Languages;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The weeks of a month. */
class GridsTests {

	private static final Languages LANGUAGES = new Languages();

	@ParameterizedTest
	@CsvSource({ "en-GB, 2026-11-01, 2026-11-01, 6, 1", "en-GB, 2026-11-30, 2026-11-30, 1, 30",
			"en-GB, 2026-11-18, 2026-11-20, 3, 16", "en-US, 2026-11-22, 2026-11-22, 2, 22",
			"en-GB, 2026-11-30, 2026-12-01, 5, 1", "en-GB, 2024-02-29, 2024-02-29, 1, 26" })
	void weeksThatAreOverAreLeftOut(String language, LocalDate today, LocalDate shown, int weeks, String first) {
		Language t = LANGUAGES.of(null, null, language);
		BookingView view = new BookingView(t, shown, today, today.plusDays(60), ZoneOffset.UTC, false, null, false);
		List<List<Day>> grid = Grids.of(view, Month.of(List.of(), view)).weeks();
		assertThat(grid).hasSize(weeks);
		assertThat(
				grid.stream().flatMap(List::stream).map(Day::number).filter((number) -> !number.isEmpty()).findFirst())
			.contains(first);
		assertThat(grid.stream().flatMap(List::stream).filter(Day::today).map(Day::label).toList())
			.allMatch((label) -> label.startsWith("Today, "))
			.hasSize((shown.getMonth() == today.getMonth()) ? 1 : 0);
	}

}
