package io.oncegate.web.console;

import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Derives slugs, which end the addresses of scheduling links. */
final class Slug {

	private static final int MOST = 60;

	private Slug() {
	}

	/** Derives a slug from a name, like {@code intro-call} from "Intro call". */
	static String of(String name) {
		String slug = plain(name);
		return slug.isEmpty() ? "calendar-" + ThreadLocalRandom.current().nextInt(100_000, 1_000_000) : slug;
	}

	/**
	 * Corrects a slug that was typed. If nothing would be left, it stays as it is, to be
	 * refused.
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
