package io.oncegate.web.console;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.oncegate.web.http.ProblemException.FieldError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A calendar's form. It is kept as JSON of the API, so that the API validates it; invalid
 * input is kept as it was typed.
 */
public record CalendarForm(ObjectNode json) {

	/** The days of the week, as they occur in field names. */
	public static final List<String> DAYS = Arrays.stream(DayOfWeek.values())
		.map((day) -> day.name().toLowerCase(Locale.ROOT))
		.toList();

	/** How many ranges can be filled in; the API allows more. */
	private static final int HOURS_A_DAY = 4;

	private static final int HOURS_A_DATE = 2;

	private static final String REMOVE_DATE = "remove-date-";

	private static final String COPY = "copy-";

	/** The default hours of a day that is switched on. */
	private static final HoursRow USUAL_HOURS = new HoursRow("09:00", "17:00");

	/** The form of a new calendar. */
	static CalendarForm usual(ZoneId zone) {
		ObjectNode json = JsonNodeFactory.instance.objectNode()
			.put("timeZone", zone.getId())
			.put("durationMinutes", 30)
			.put("bufferMinutes", 0)
			.put("seatsPerSlot", 1)
			.put("minimumNoticeMinutes", 60)
			.put("horizonDays", 60);
		ObjectNode week = json.putObject("weeklyHours");
		DAYS.subList(0, 5)
			.forEach((
					day) -> week.putArray(day).addObject().put("from", USUAL_HOURS.from()).put("to", USUAL_HOURS.to()));
		return new CalendarForm(json);
	}

	/** The form of an existing calendar. */
	static CalendarForm of(ObjectNode described) {
		CalendarForm form = new CalendarForm(described);
		form.json.set("dateOverrides", DateRanges.of(described.path("dateOverrides")));
		return form;
	}

	/** The form of a copy of this calendar. */
	CalendarForm duplicate() {
		CalendarForm form = new CalendarForm(this.json.deepCopy());
		form.json.put("name", "Copy of " + text("name")).remove("slug");
		return form;
	}

	/** The form after a button that does not save it. */
	CalendarForm after(String action) {
		CalendarForm form = new CalendarForm(this.json.deepCopy());
		if (action.equals("add-date")) {
			form.json.withArray("dateOverrides").addObject().put("date", "").putArray("hours");
		}
		else if (action.matches(REMOVE_DATE + "[0-9]{1,4}")) {
			form.json.withArray("dateOverrides").remove(Integer.parseInt(action.substring(REMOVE_DATE.length())));
		}
		else if (action.startsWith(COPY)) {
			form.copyHours(action.substring(COPY.length()));
		}
		return form;
	}

	/** Copies the hours of a day to all other open days. */
	private void copyHours(String day) {
		ObjectNode week = this.json.withObject("weeklyHours");
		JsonNode hours = week.path(day);
		DAYS.stream()
			.filter((other) -> hours.isArray() && !week.path(other).isEmpty())
			.forEach((other) -> week.set(other, hours.deepCopy()));
	}

	/** The form without date rows that were left empty. */
	CalendarForm withoutEmptyDates() {
		CalendarForm form = new CalendarForm(this.json.deepCopy());
		form.json.withArray("dateOverrides")
			.removeIf((date) -> date.path("date").asString("").isEmpty() && date.path("hours").isEmpty());
		return form;
	}

	/** Reports numeric fields without a number. */
	List<FieldError> wrongNumbers() {
		return CalendarFields.NUMBERS.stream()
			.filter((name) -> this.json.path(name).isString())
			.map((name) -> new FieldError(name, "must be a whole number"))
			.toList();
	}

	/**
	 * The form with valid numbers instead of invalid ones, to find its other mistakes.
	 */
	CalendarForm withNumbers() {
		CalendarForm form = new CalendarForm(this.json.deepCopy());
		wrongNumbers().forEach((wrong) -> form.json.put(wrong.field(), 1));
		return form;
	}

	/** The form with another slug. */
	CalendarForm withSlug(String slug) {
		CalendarForm form = new CalendarForm(this.json.deepCopy());
		form.json.put("slug", slug);
		return form;
	}

	/** The value of a field, given by a path like {@code contact.name}. */
	public String text(String path) {
		return this.json.at("/" + path.replace('.', '/')).asString("");
	}

	/** Tells whether a day of the week has hours. */
	public boolean isOpen(String day) {
		return !this.json.path("weeklyHours").path(day).isEmpty();
	}

	/** The hours of a day of the week, padded with empty rows. */
	public List<HoursRow> hours(String day) {
		List<HoursRow> rows = rows(this.json.path("weeklyHours").path(day), HOURS_A_DAY);
		if (!isOpen(day)) {
			rows.set(0, USUAL_HOURS);
		}
		return rows;
	}

	/** Tells whether there are no hours at all. */
	boolean isNeverOpen() {
		return DAYS.stream().noneMatch(this::isOpen) && dates().stream().allMatch(DateRow::isClosed);
	}

	/** The dates with hours of their own. */
	public List<DateRow> dates() {
		List<DateRow> dates = new ArrayList<>();
		this.json.path("dateOverrides")
			.forEach((date) -> dates.add(new DateRow(date.path("date").asString(""), date.path("until").asString(""),
					rows(date.path("hours"), HOURS_A_DATE))));
		return dates;
	}

	private static List<HoursRow> rows(JsonNode hours, int atLeast) {
		List<HoursRow> rows = new ArrayList<>();
		hours.forEach((row) -> rows.add(new HoursRow(row.path("from").asString(""), row.path("to").asString(""))));
		while (rows.size() < atLeast) {
			rows.add(new HoursRow("", ""));
		}
		return rows;
	}

	/** The origins of websites that may embed the calendar, one per line. */
	public String origins() {
		List<String> origins = new ArrayList<>();
		this.json.path("embedOrigins").forEach((origin) -> origins.add(origin.asString("")));
		return String.join("\n", origins);
	}

	/** Tells whether a one-time link stays spent if its booking is cancelled. */
	public boolean keepsLinks() {
		return this.json.path("keepsLinks").asBoolean(false);
	}

	/**
	 * Tells whether an open link is on.
	 * @param name {@code scheduling} or {@code permanent}
	 */
	public boolean opens(String name) {
		return this.json.path("openLinks").path(name).asBoolean(false);
	}

	/** A range of hours as it was typed; blank if nothing was. */
	public record HoursRow(String from, String to) {

		public HoursRow {
			// A browser's time field cannot show 24:00.
			to = "24:00".equals(to) ? "00:00" : to;
		}

		public boolean isEmpty() {
			return this.from.isEmpty() && this.to.isEmpty();
		}

	}

	/** Successive dates with hours of their own; without hours they are closed. */
	public record DateRow(String date, String until, List<HoursRow> hours) {

		boolean isClosed() {
			return this.hours.stream().allMatch(HoursRow::isEmpty);
		}

	}

}
