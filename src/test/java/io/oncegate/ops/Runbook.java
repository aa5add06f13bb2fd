package io.oncegate.ops;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The runbook, by the anchors of its sections. */
final class Runbook {

	private static final Path FILE = Path.of("src/docs/runbook.md");

	private Runbook() {
	}

	static String text() {
		return Rule.text(FILE);
	}

	/** The texts of the sections of the second level, by their anchors, in order. */
	static Map<String, String> sections() {
		Map<String, String> sections = new LinkedHashMap<>();
		for (String section : text().split("(?m)^## ")) {
			String[] parts = section.split("\\R", 2);
			sections.put(anchor(parts[0]), (parts.length > 1) ? parts[1] : "");
		}
		return sections;
	}

	/** Which anchor a heading gets. */
	static String anchor(String heading) {
		return heading.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
	}

}
