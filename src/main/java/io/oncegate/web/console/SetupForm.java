package io.oncegate.web.console;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.calendar.Owner;
import io.oncegate.web.http.Forms;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.MultiValueMap;

/**
 * The setup form of a new owner: who they are, and when they can be booked.
 *
 * @param fields the input
 * @param days the open days of the week
 */
public record SetupForm(Map<String, String> fields, List<String> days) {

	/** The durations to choose from, in minutes. */
	public static final List<String> DURATIONS = List.of("15", "30", "45", "60");

	static SetupForm usual(Owner owner, ZoneId zone) {
		String name = owner.name().equals(Owner.DEMO) ? "" : owner.name();
		return new SetupForm(Map.of("owner", name, "name", "Meeting", "durationMinutes", "30", "timeZone", zone.getId(),
				"from", "09:00", "to", "17:00"), CalendarForm.DAYS.subList(0, 5));
	}

	static SetupForm read(MultiValueMap<String, String> sent) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (String name : List.of("owner", "name", "durationMinutes", "timeZone", "from", "to")) {
			fields.put(name, Forms.value(sent, name).strip());
		}
		return new SetupForm(fields, List.copyOf(sent.getOrDefault("open", List.of())));
	}

	public String text(String field) {
		return this.fields.getOrDefault(field, "");
	}

	/** The owner in the form that the API expects. */
	ObjectNode owner() {
		return JsonNodeFactory.instance.objectNode().put("name", text("owner"));
	}

	/** The calendar in the form that the API expects. */
	ObjectNode calendar() {
		ObjectNode json = CalendarForm.usual(ZoneId.of("UTC")).json();
		json.put("name", text("name")).put("slug", Slug.of(text("name"))).put("timeZone", text("timeZone"));
		json.put("durationMinutes",
				DURATIONS.contains(text("durationMinutes")) ? Integer.valueOf(text("durationMinutes")) : null);
		ObjectNode week = json.putObject("weeklyHours");
		CalendarForm.DAYS.stream()
			.filter(this.days::contains)
			.forEach((day) -> week.putArray(day).addObject().put("from", text("from")).put("to", text("to")));
		return json;
	}

}
