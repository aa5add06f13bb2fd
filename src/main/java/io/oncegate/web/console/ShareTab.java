package io.oncegate.web.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.OpenLinks;

/** The ways to share a calendar. */
public enum ShareTab {

	/** A link with a readable name. */
	SCHEDULING("Scheduling Link",
			"Anyone with this link can book, any number of times. It contains the calendar's"
					+ " name, so people who were not sent it can guess it."),

	/** A link that never changes by itself. */
	PERMANENT("Permanent Link",
			"Anyone with this link can book, any number of times. It cannot be guessed, and stays the"
					+ " same when you rename the calendar."),

	/** A link for one booking. */
	ONE_TIME("One Time Link", "Good for one booking; after that nobody can book with it again."),

	/** A calendar embedded in another site. */
	EMBED("Embed Code", "Paste this into a page of your website, and people can book there, any number of times.");

	private final String label;

	private final String text;

	ShareTab(String label, String text) {
		this.label = label;
		this.text = text;
	}

	public String label() {
		return this.label;
	}

	/** Explains it in a sentence or two. */
	public String text() {
		return this.text;
	}

	public String parameter() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** Tells whether it works; a one-time link always does. */
	boolean isOn(OpenLinks open) {
		return switch (this) {
			case SCHEDULING -> open.scheduling();
			case PERMANENT -> open.permanent();
			case EMBED -> open.scheduling() || open.permanent();
			case ONE_TIME -> true;
		};
	}

	/**
	 * The link that must be on, by its name in {@code openLinks} of the API, if there is
	 * one.
	 */
	Optional<String> openLink() {
		return switch (this) {
			case SCHEDULING -> Optional.of("scheduling");
			case PERMANENT, EMBED -> Optional.of("permanent");
			case ONE_TIME -> Optional.empty();
		};
	}

	/** The tab with this name in addresses. */
	static Optional<ShareTab> named(String parameter) {
		return Arrays.stream(values()).filter((tab) -> tab.parameter().equals(parameter)).findFirst();
	}

	/** The requested tab, or else the first one whose link is on. */
	static ShareTab of(String parameter, Calendar calendar) {
		return named(parameter).orElseGet(() -> Arrays.stream(values())
			.filter((tab) -> tab.isOn(calendar.terms().openLinks()))
			.findFirst()
			.orElse(ONE_TIME));
	}

}
