package io.oncegate.web.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** How long a replaced API key stays valid; an owner can choose. */
public enum Grace {

	NONE(Duration.ZERO, "at once", "The old key no longer works."),
	HOUR(Duration.ofHours(1), "after an hour", "The old key works for another hour."),
	DAY(Duration.ofDays(1), "after a day", "The old key works for another day.");

	private final Duration duration;

	private final String label;

	private final String text;

	Grace(Duration duration, String label, String text) {
		this.duration = duration;
		this.label = label;
		this.text = text;
	}

	/** The choice of a form; {@link #NONE} if there is none. */
	static Grace of(@Nullable String parameter) {
		return (parameter == null) ? NONE
				: Arrays.stream(values())
					.filter((grace) -> grace.parameter().equals(parameter))
					.findFirst()
					.orElseThrow(() -> ProblemException.malformed("Choose when the old key stops working."));
	}

	Duration duration() {
		return this.duration;
	}

	/** Its name in forms and addresses. */
	public String parameter() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** When the old key stops working, in words. */
	public String label() {
		return this.label;
	}

	/** What the page of the new key says about the old one. */
	public String text() {
		return this.text;
	}

}
