package io.oncegate.web.console;

import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Suggests the end of a calendar's address. */
final class Slug {

	private static final int MOST = 60;

	private Slug() {
	}

	/** Makes a slug of a name, like {@code intro-call} of "Intro call". */
	static String of(String name) {
		String plain = Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD)
			.replaceAll("\\p{M}", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-");
		String cut = (plain.length() > MOST) ? plain.substring(0, MOST) : plain;
		String slug = cut.replaceAll("^-|-$", "");
		return slug.isEmpty() ? "calendar-" + ThreadLocalRandom.current().nextInt(100_000, 1_000_000) : slug;
	}

}
