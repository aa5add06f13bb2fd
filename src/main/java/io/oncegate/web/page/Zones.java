package io.oncegate.web.page;

import java.text.Collator;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The time zones to choose from, by their names in one language and in its collation
 * order.
 *
 * @param byName the zones by names like "Pacific Time – Los Angeles"
 */
public record Zones(Map<String, ZoneId> byName, Locale locale) {

	/** No name is longer. */
	private static final int LONGEST = 200;

	/** The time that follows a name in the list. */
	private static final Pattern TIME = Pattern.compile("\\([^()]*\\)$");

	static Zones of(Formats formats) {
		Collator order = Collator.getInstance(formats.locale());
		Map<String, ZoneId> zones = new LinkedHashMap<>();
		TimeText.ZONES.stream()
			.map(ZoneId::of)
			.map((zone) -> Map.entry(formats.zone(zone), zone))
			.sorted(Map.Entry.comparingByKey(order::compare))
			.forEach((zone) -> zones.putIfAbsent(zone.getKey(), zone.getValue()));
		return new Zones(zones, formats.locale());
	}

	/** The names, each with the current time there. */
	public List<String> withTimes(Language t, Instant now) {
		return this.byName.entrySet()
			.stream()
			.map((zone) -> zone.getKey() + " (" + t.time(now.atZone(zone.getValue())) + ")")
			.toList();
	}

	/** Finds a zone by its name or a part of it, such as a city. */
	public Optional<ZoneId> find(String text) {
		if (text.isBlank() || text.length() > LONGEST) {
			return Optional.empty();
		}
		String name = TIME.matcher(text.strip()).replaceFirst("").strip();
		String wanted = name.toLowerCase(this.locale);
		return Optional.ofNullable(this.byName.get(name))
			.or(() -> this.byName.entrySet()
				.stream()
				.filter((zone) -> zone.getKey().toLowerCase(this.locale).contains(wanted))
				.map(Map.Entry::getValue)
				.findFirst());
	}

}
