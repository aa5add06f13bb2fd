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
 * A language in which pages are written, with the dates and times of one region. There is
 * one of each kind, so that the same language is the same object.
 */
public final class Language {

	/** Remembers which language was chosen. */
	static final String COOKIE = "lang";

	/** How long a browser remembers what it was told. */
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

	/** The text of a key; with arguments, it is a {@link MessageFormat}. */
	public String say(String key, Object... arguments) {
		String text = this.file.text(key);
		return (arguments.length == 0) ? text
				: new MessageFormat(text, formats().locale()).format(arguments, new StringBuffer(), null).toString();
	}

	/** The language tag, like {@code de}. */
	public String tag() {
		return this.file.tag();
	}

	/** In which direction it is read: {@code ltr} or {@code rtl}. */
	public String direction() {
		return this.file.direction();
	}

	/** All languages that there are. */
	public List<Choice> all() {
		return this.all;
	}

	/** What an address must carry so that the page behind it is in this language. */
	public String carried() {
		return this.chosen ? "&lang=" + tag() : "";
	}

	/** The same as the only thing that an address carries. */
	public String query() {
		return this.chosen ? "?lang=" + tag() : "";
	}

	/** Tells whether this request says which language it wants. */
	public boolean chosen() {
		return this.chosen;
	}

	/** The same language, asked for in the address or the form. */
	Language whenChosen() {
		return this.whenChosen;
	}

	/** A day, like "Tuesday, 24 November 2026". */
	public String date(TemporalAccessor date) {
		return formats().date().format(date);
	}

	/** A day of a year that is known, like "Tuesday, 24 November". */
	public String day(TemporalAccessor date) {
		return formats().day().format(date);
	}

	/** A time of day, like "09:30". */
	public String time(TemporalAccessor time) {
		return formats().time().format(time);
	}

	/** A time of day that happens twice, like "02:30 (GMT+2)". */
	public String timeAndOffset(TemporalAccessor time) {
		return formats().timeAndOffset().format(time);
	}

	/** A month, like "November 2026". */
	public String month(YearMonth month) {
		return say("calendar.month", formats().month().format(month), String.valueOf(month.getYear()));
	}

	/** A day of the week, in as few letters as are usual. */
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

	/** How long something takes, like "1 hour 15 minutes". */
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

	/** The time zones to choose from; to name them for the first time takes a second. */
	public Zones zones() {
		Zones known = this.zones;
		if (known == null) {
			known = Zones.of(formats());
			this.zones = known;
		}
		return known;
	}

	/** Says in the headers of a page in which language it is, and has it remembered. */
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

	/** What belongs to the region takes some milliseconds, and is made when needed. */
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
	 * A language to choose.
	 *
	 * @param name what it calls itself
	 */
	public record Choice(String tag, String name, String direction) {

	}

}
