package io.oncegate.web.console;

import java.time.LocalDate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Combines successive dates with the same hours into one entry. */
final class DateRanges {

	private DateRanges() {
	}

	static ArrayNode of(JsonNode dates) {
		ArrayNode ranges = JsonNodeFactory.instance.arrayNode();
		dates.forEach((date) -> {
			if (ranges.path(ranges.size() - 1) instanceof ObjectNode range && goesOn(range, date)) {
				range.put("until", day(date, "date"));
			}
			else {
				ranges.add(date.deepCopy());
			}
		});
		return ranges;
	}

	private static boolean goesOn(ObjectNode range, JsonNode date) {
		LocalDate last = LocalDate.parse(day(range, range.has("until") ? "until" : "date"));
		return range.path("hours").equals(date.path("hours"))
				&& last.plusDays(1).equals(LocalDate.parse(day(date, "date")));
	}

	private static String day(JsonNode entry, String name) {
		return entry.path(name).asString("");
	}

}
