package io.oncegate.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.web.http.Problem;
import io.oncegate.web.page.Language.Choice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** The languages are whole, and each client gets the one that it asks for. */
class LanguagesTests {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d");

	private static final Languages LANGUAGES = new Languages();

	private static final LanguageFile ENGLISH = file("en");

	static Stream<String> tags() {
		return LANGUAGES.of(null, null, null).all().stream().map(Choice::tag);
	}

	@Test
	void everyFileIsALanguageToChoose() throws IOException {
		assertThat(tags())
			.containsExactlyInAnyOrderElementsOf(
					Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:languages/*"))
						.map((file) -> String.valueOf(file.getFilename()).replace(".properties", ""))
						.toList())
			.contains("en", "de", "fr", "es", "pt", "ja", "ar");
	}

	@ParameterizedTest
	@MethodSource("tags")
	void everyLanguageHasEveryText(String tag) throws IOException {
		LanguageFile file = file(tag);
		assertThat(file.texts().keySet()).containsExactlyInAnyOrderElementsOf(ENGLISH.texts().keySet());
		file.texts().forEach((key, text) -> {
			assertThat(text).as(key).isNotBlank().isEqualTo(text.strip());
			assertThat(placeholders(text)).as(key).isEqualTo(placeholders(ENGLISH.text(key)));
		});
		assertThat(new ClassPathResource("languages/" + tag + ".properties").getContentAsString(StandardCharsets.UTF_8))
			.doesNotContain("'");
		assertThat(file.direction()).isIn("ltr", "rtl");
		assertThat(file.formats().getCountry()).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("tags")
	void everyLanguageSpeaksOfEveryProblem(String tag) {
		Language t = LANGUAGES.of(tag, null, null);
		for (Problem problem : Problem.values()) {
			assertThat(t.say(problem.textKey())).as(problem.name()).doesNotStartWith("problem.");
			assertThat(t.say(problem.titleKey())).doesNotStartWith("problem.");
		}
	}

	@ParameterizedTest
	@MethodSource("tags")
	void datesAndNumbersAreInLatinDigits(String tag) {
		Language t = LANGUAGES.of(tag, null, null);
		ZonedDateTime moment = ZonedDateTime.of(2026, 12, 3, 21, 5, 0, 0, ZoneId.of("Europe/Berlin"));
		assertThat(t.date(moment)).contains("3", "2026");
		assertThat(t.day(moment)).contains("3").doesNotContain("2026").isEqualTo(t.day(moment).strip());
		assertThat(t.month(YearMonth.from(moment))).contains("2026").isNotEqualTo("2026");
		assertThat(t.time(moment)).containsPattern("(21|9).05");
		assertThat(t.weekday(DayOfWeek.MONDAY)).isNotBlank();
		for (int n = 2; n < 1440; n++) {
			assertThat(t.say("calendar.free", n)).isNotBlank().doesNotContain("{").doesNotContainPattern("[٠-٩]");
		}
		assertThat(t.say("calendar.free", 14)).contains("14");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			en | 1   | 1 minute
			en | 45  | 45 minutes
			en | 75  | 1 hour 15 minutes
			de | 60  | 1 Stunde
			de | 135 | 2 Stunden 15 Minuten
			ja | 90  | 1時間30分
			ar | 1   | دقيقة واحدة
			ar | 2   | دقيقتان
			ar | 5   | 5 دقائق
			ar | 45  | 45 دقيقة
			ar | 130 | ساعتان و10 دقائق
			ar | 1440 | 24 ساعة
			""")
	void durationsAreSaidAsPeopleSayThem(String tag, int minutes, String text) {
		assertThat(LANGUAGES.of(tag, null, null).duration(Duration.ofMinutes(minutes))).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', textBlock = """
			-     | -  | -                        | en | 09:00
			-     | -  | de                       | de | 09:00
			-     | -  | de-AT,en;q=0.5           | de | 09:00
			-     | -  | pt-BR                    | pt | 09:00
			-     | -  | en                       | en | 09:00
			-     | -  | en-US,en;q=0.9           | en | 9:00 AM
			-     | -  | en-GB                    | en | 09:00
			-     | -  | en-XX                    | en | 09:00
			-     | -  | fr-CA                    | fr | 09 h 00
			-     | -  | zh-Hant-TW, ja;q=0.3     | ja | 9:00
			-     | -  | xx, yy;q=0.9             | en | 09:00
			-     | -  | en;q=0.2, es;q=0.7       | es | 9:00
			-     | -  | es;q=0                   | en | 09:00
			-     | -  | AR-eg                    | ar | 9:00 ص
			-     | -  | *                        | en | 09:00
			-     | de | fr                       | de | 09:00
			-     | xx | fr                       | fr | 09:00
			ja    | de | fr                       | ja | 9:00
			de-CH | -  | fr                       | de | 09:00
			xx    | de | fr                       | de | 09:00
			en    | -  | de-DE, en-US;q=0.5       | en | 9:00 AM
			""")
	void aClientGetsTheLanguageThatItAsksFor(@Nullable String asked, @Nullable String remembered,
			@Nullable String accepted, String tag, String nine) {
		Language t = LANGUAGES.of(asked, remembered, accepted);
		assertThat(t.tag()).isEqualTo(tag);
		assertThat(t.time(ZonedDateTime.of(2026, 12, 3, 9, 0, 0, 0, ZoneId.of("UTC")))).isEqualTo(nine);
		assertThat(t.chosen()).isEqualTo(asked != null && !asked.equals("xx"));
		assertThat(LANGUAGES.of(asked, remembered, accepted)).isSameAs(t);
	}

	@ParameterizedTest
	@MethodSource("tags")
	void zonesHaveNamesOfTheirOwn(String tag) {
		Language t = LANGUAGES.of(tag, null, null);
		Zones zones = t.zones();
		assertThat(zones.byName().values()).containsAll(TimeText.ZONES.stream().map(ZoneId::of).toList())
			.doesNotHaveDuplicates()
			.doesNotContain(ZoneId.of("Asia/Calcutta"));
		zones.byName().forEach((name, zone) -> assertThat(zones.find(name)).as(name).contains(zone));
		assertThat(zones.find("los ANGELES")).contains(ZoneId.of("America/Los_Angeles"));
		Instant now = Instant.parse("2026-12-03T21:05:00Z");
		assertThat(zones.withTimes(t, now)).anySatisfy((zone) -> {
			assertThat(zone).containsPattern("Tokyo \\(0?6.05.*\\)$");
			assertThat(zones.find(zone)).contains(ZoneId.of("Asia/Tokyo"));
		});
		assertThat(zones.find("")).isEmpty();
		assertThat(zones.find("Nowhere")).isEmpty();
	}

	@Test
	void zonesWithoutAPlaceAreNamedByTheirOffset() {
		Language t = LANGUAGES.of("en", null, null);
		assertThat(List.of("Z", "UTC", "+05:30", "Etc/GMT+5", "America/Argentina/Buenos_Aires")
			.stream()
			.map((zone) -> t.zone(ZoneId.of(zone)))
			.toList()).containsExactly("UTC", "Coordinated Universal Time", "UTC+05:30", "GMT-05:00",
					"Argentina Time – Buenos Aires");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", ";", "=", "q=", "de;q=x", "de;q=2", "de;q=NaN", "en_US", "-", "a-", "äöü",
			"\u0000", "*;q=0", "de-", "d e", "i-klingon", "x-private", "de-DE-1901-u-co-phonebk-nu-thai" })
	void nonsenseDoesNoHarm(String text) {
		assertThat(LANGUAGES.of(text, text, text).say("language")).isNotBlank();
		String long1 = (text + ",").repeat(5_000);
		assertThat(LANGUAGES.of(long1, long1, long1).say("language")).isNotBlank();
	}

	/** Else made-up headers would make as many copies of a page. */
	@Test
	void madeUpRegionsAreNoLanguagesOfTheirOwn() {
		Set<Language> languages = Stream
			.concat(Stream.of("en-XX", "en-u-nu-thai", "en-x-1", "en-Latn"),
					Stream.iterate(100, (n) -> n < 1000, (n) -> n + 1).map((n) -> "en-" + n))
			.map((accepted) -> LANGUAGES.of(null, null, accepted))
			.collect(Collectors.toSet());
		assertThat(languages).hasSizeLessThan(5).contains(LANGUAGES.of(null, null, null));
	}

	private static LanguageFile file(String tag) {
		return LanguageFile.read(new ClassPathResource("languages/" + tag + ".properties"));
	}

	private static List<String> placeholders(String text) {
		return List.copyOf(PLACEHOLDER.matcher(text)
			.results()
			.map((found) -> found.group())
			.collect(Collectors.toCollection(TreeSet::new)));
	}

}
