package io.oncegate.web.page;

import java.text.MessageFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * A language that pages are written in, with the formats of dates and times of one
 * region. Equal languages are the same object.
 */
public final class Language {

	/** Stores the language that was chosen. */
	static final String COOKIE = "lang";

	/** How long browsers keep a choice. */
	public static final Duration REMEMBERED = Duration.ofDays(365);

	private final LanguageFile file;

	private final Locale region;

	private final List<Choice> all;

	private final boolean chosen;

	private final Language whenChosen;

	private volatile @Nullable Formats formats;

	private volatile @Nullable Zones zones;

	Language(LanguageFile file, Locale region, List<Choice> all) {
		this.file = file;
		this.region = region;
		this.all = all;
		this.chosen = false;
		this.whenChosen = new Language(this);
	}

	private Language(Language other) {
		this.file = other.file;
		this.region = other.region;
		this.all = other.all;
		this.chosen = true;
		this.whenChosen = this;
	}

	/**
	 * Returns the text of a key, which is a {@link MessageFormat} if there are arguments.
	 */
	public String say(String key, Object... arguments) {
		String text = this.file.text(key);
		return (arguments.length == 0) ? text
				: new MessageFormat(text, formats().locale()).format(arguments, new StringBuffer(), null).toString();
	}

	/** The language tag, like {@code de}. */
	public String tag() {
		return this.file.tag();
	}

	/** The direction of its script: {@code ltr} or {@code rtl}. */
	public String direction() {
		return this.file.direction();
	}

	/** All available languages. */
	public List<Choice> all() {
		return this.all;
	}

	/**
	 * The query parameter that keeps the linked page in this language, to be appended to
	 * others; empty if the request named no language.
	 */
	public String carried() {
		return this.chosen ? "&lang=" + tag() : "";
	}

	/** The same, as the only query parameter. */
	public String query() {
		return this.chosen ? "?lang=" + tag() : "";
	}

	/** Tells whether the request itself named the language. */
	public boolean chosen() {
		return this.chosen;
	}

	/** The same language, as named by an address or a form. */
	Language whenChosen() {
		return this.whenChosen;
	}

	/** A day, like "Tuesday, 24 November 2026". */
	public String date(TemporalAccessor date) {
		return formats().date().format(date);
	}

	/** A day whose year is obvious, like "Tuesday, 24 November". */
	public String day(TemporalAccessor date) {
		return formats().day().format(date);
	}

	/** A time of day, like "09:30". */
	public String time(TemporalAccessor time) {
		return formats().time().format(time);
	}

	/** A time of day that occurs twice, like "02:30 (GMT+2)". */
	public String timeAndOffset(TemporalAccessor time) {
		return formats().timeAndOffset().format(time);
	}

	/** A month, like "November 2026". */
	public String month(YearMonth month) {
		return say("calendar.month", formats().month().format(month), String.valueOf(month.getYear()));
	}

	/** A day of the week, abbreviated as is customary. */
	public String weekday(DayOfWeek day) {
		return formats().weekday().format(day);
	}

	/** A day of the week in full. */
	public String longWeekday(DayOfWeek day) {
		return formats().longWeekday().format(day);
	}

	public DayOfWeek firstDayOfWeek() {
		return formats().firstDayOfWeek();
	}

	/** A length of time, like "1 hour 15 minutes". */
	public String duration(Duration duration) {
		long hours = duration.toHours();
		int minutes = duration.toMinutesPart();
		if (hours == 0) {
			return say("duration.minutes", minutes);
		}
		return (minutes == 0) ? say("duration.hours", hours)
				: say("duration.both", say("duration.hours", hours), say("duration.minutes", minutes));
	}

	/** The name of a time zone, like "Central European Time – Berlin". */
	public String zone(ZoneId zone) {
		return formats().zone(zone);
	}

	/**
	 * The time zones to choose from; finding their names takes a second the first time.
	 */
	public Zones zones() {
		Zones known = this.zones;
		if (known == null) {
			known = Zones.of(formats());
			this.zones = known;
		}
		return known;
	}

	/**
	 * Sets the headers that state the language of a page, and the cookie that keeps a
	 * choice.
	 */
	public void describe(HttpHeaders headers) {
		headers.set(HttpHeaders.CONTENT_LANGUAGE, tag());
		headers.set(HttpHeaders.VARY, "Accept-Encoding, Accept-Language, Cookie");
		if (this.chosen) {
			headers.add(HttpHeaders.SET_COOKIE,
					ResponseCookie.from(COOKIE, tag())
						.path("/")
						.maxAge(REMEMBERED)
						.sameSite("Lax")
						.httpOnly(true)
						.build()
						.toString());
		}
	}

	/** Loads the formats of the region on first use, which takes some milliseconds. */
	private Formats formats() {
		Formats known = this.formats;
		if (known == null) {
			known = Formats.of(this.region);
			this.formats = known;
		}
		return known;
	}

	@Override
	public String toString() {
		return this.region.toLanguageTag();
	}

	/**
	 * A language that can be chosen.
	 *
	 * @param name its name in the language itself
	 */
	public record Choice(String tag, String name, String direction) {

	}

}
