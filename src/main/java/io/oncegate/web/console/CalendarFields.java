package io.oncegate.web.console;

import java.util.List;

import io.oncegate.web.http.Forms;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.MultiValueMap;

/**
 * Reads a calendar's form. Hours are sent as the fields {@code monday.from} and
 * {@code monday.to}, once for each range, and count if {@code open} names the day. Dates
 * are sent as {@code date.0}, with {@code date.0.until}, {@code date.0.from} and
 * {@code date.0.to}.
 */
final class CalendarFields {

	private static final List<String> TEXTS = List.of("name", "slug", "timeZone", "location");

	static final List<String> NUMBERS = List.of("durationMinutes", "bufferMinutes", "startEveryMinutes", "seatsPerSlot",
			"minimumNoticeMinutes", "horizonDays");

	private static final List<String> CONTACT = List.of("name", "email", "phone", "url");

	private static final List<String> OPEN_LINKS = List.of("scheduling", "permanent");

	private final MultiValueMap<String, String> sent;

	private CalendarFields(MultiValueMap<String, String> sent) {
		this.sent = sent;
	}

	static CalendarForm read(MultiValueMap<String, String> sent) {
		return new CalendarFields(sent).read();
	}

	private CalendarForm read() {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		TEXTS.forEach((name) -> putText(json, name, value(name)));
		NUMBERS.forEach((name) -> putNumber(json, name, value(name)));
		ObjectNode contact = json.putObject("contact");
		CONTACT.forEach((name) -> putText(contact, name, value("contact." + name)));
		ObjectNode week = json.putObject("weeklyHours");
		CalendarForm.DAYS
			.forEach((day) -> week.set(day, isOpen(day) ? hours(day) : JsonNodeFactory.instance.arrayNode()));
		json.set("dateOverrides", dates());
		ArrayNode origins = json.putArray("embedOrigins");
		value("embedOrigins").lines().map(String::strip).filter((line) -> !line.isEmpty()).forEach(origins::add);
		json.put("keepsLinks", "true".equals(value("keepsLinks")));
		ObjectNode openLinks = json.putObject("openLinks");
		OPEN_LINKS.forEach((name) -> openLinks.put(name, "true".equals(value("openLinks." + name))));
		return new CalendarForm(json);
	}

	private boolean isOpen(String day) {
		return this.sent.getOrDefault("open", List.of()).contains(day);
	}

	private String value(String name) {
		return Forms.value(this.sent, name).strip();
	}

	private static void putText(ObjectNode json, String name, String value) {
		if (value.isEmpty()) {
			json.putNull(name);
		}
		else {
			json.put(name, value);
		}
	}

	/** What is not a number is kept as text, to be refused later. */
	private static void putNumber(ObjectNode json, String name, String value) {
		if (value.matches("-?[0-9]{1,9}")) {
			json.put(name, Integer.parseInt(value));
		}
		else {
			putText(json, name, value);
		}
	}

	private ArrayNode dates() {
		ArrayNode dates = JsonNodeFactory.instance.arrayNode();
		for (int n = 0; this.sent.containsKey("date." + n); n++) {
			ObjectNode date = dates.addObject().put("date", value("date." + n));
			if (!value("date." + n + ".until").isEmpty()) {
				date.put("until", value("date." + n + ".until"));
			}
			date.set("hours", hours("date." + n));
		}
		return dates;
	}

	private ArrayNode hours(String name) {
		List<String> from = this.sent.getOrDefault(name + ".from", List.of());
		List<String> to = this.sent.getOrDefault(name + ".to", List.of());
		ArrayNode hours = JsonNodeFactory.instance.arrayNode();
		for (int n = 0; n < Math.max(from.size(), to.size()); n++) {
			String begin = at(from, n);
			String end = at(to, n);
			if (!begin.isEmpty() || !end.isEmpty()) {
				hours.addObject().put("from", begin).put("to", end);
			}
		}
		return hours;
	}

	private static String at(List<String> values, int n) {
		return (n < values.size()) ? values.get(n).strip() : "";
	}

}
