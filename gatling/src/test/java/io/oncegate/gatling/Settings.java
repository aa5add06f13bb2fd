package io.oncegate.gatling;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of a run, given by system properties. */
final class Settings {

	private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(s|m|h)?");

	private Settings() {
	}

	/** How many people: {@code -Dusers=1000}. */
	static int users(int usual) {
		return number("users", usual);
	}

	/** How many people a second: {@code -Drate=50}. */
	static int rate(int usual) {
		return number("rate", usual);
	}

	/**
	 * How long people keep coming: {@code -Dduration=30}, in seconds, or 30s, 10m, 1h.
	 */
	static Duration duration(Duration usual) {
		String text = System.getProperty("duration", usual.toSeconds() + "s");
		Matcher duration = DURATION.matcher(text);
		if (!duration.matches()) {
			throw Halt.because("duration is '" + text + "'. Set it to seconds, or to something like 30s, 10m or 1h.");
		}
		long count = Long.parseLong(duration.group(1));
		String unit = String.valueOf(duration.group(2));
		return switch (unit) {
			case "m" -> Duration.ofMinutes(count);
			case "h" -> Duration.ofHours(count);
			default -> Duration.ofSeconds(count);
		};
	}

	/** The most people that arrive at a rate within a duration. */
	static int product(int rate, Duration duration) {
		long people = rate * (duration.toSeconds() + 1);
		if (people > 9_999_999) {
			throw Halt.because("That would be " + people + " people. Choose a smaller rate or a shorter duration.");
		}
		return (int) people;
	}

	static String text(String name, String usual) {
		String text = System.getProperty(name, "");
		return text.isBlank() ? usual : text.trim();
	}

	private static int number(String name, int usual) {
		String text = text(name, String.valueOf(usual));
		if (!text.matches("[1-9][0-9]{0,6}")) {
			throw Halt.because(name + " is '" + text + "'. Set it to a number from 1 to 9999999.");
		}
		return Integer.parseInt(text);
	}

}
