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
		String slug = plain(name);
		return slug.isEmpty() ? "calendar-" + ThreadLocalRandom.current().nextInt(100_000, 1_000_000) : slug;
	}

	/**
	 * What somebody typed as a slug; what nothing would be left of stays, to be refused.
	 */
	static String tidy(String typed) {
		String slug = plain(typed);
		return (slug.isEmpty() || typed.matches("[a-z0-9-]{1,100}")) ? typed : slug;
	}

	private static String plain(String text) {
		String plain = Normalizer.normalize(text.replace("ß", "ss"), Normalizer.Form.NFD)
			.replaceAll("\\p{M}", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-");
		String cut = (plain.length() > MOST) ? plain.substring(0, MOST) : plain;
		return cut.replaceAll("^-|-$", "");
	}

}
