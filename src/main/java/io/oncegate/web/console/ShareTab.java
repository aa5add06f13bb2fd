package io.oncegate.web.console;

import java.util.Arrays;
import java.util.Locale;

/** The ways to share a calendar. */
public enum ShareTab {

	/** A link that says what it is. */
	SCHEDULING("Scheduling Link", "Everybody who has it can book, as often as they like."),

	/** A link that stays. */
	PERMANENT("Permanent Link",
			"Everybody who has it can book, and it stays the same when you change the end of the scheduling link."),

	/** A link for one booking. */
	ONE_TIME("One Time Link", "Good for one booking; after that nobody can book with it again."),

	/** A calendar on another site. */
	EMBED("Embed Code", "Put this into a page of your web site, and people can book there.");

	private final String label;

	private final String text;

	ShareTab(String label, String text) {
		this.label = label;
		this.text = text;
	}

	public String label() {
		return this.label;
	}

	/** What it does, in a sentence. */
	public String text() {
		return this.text;
	}

	public String parameter() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static ShareTab of(String parameter) {
		return Arrays.stream(values())
			.filter((tab) -> tab.parameter().equals(parameter))
			.findFirst()
			.orElse(SCHEDULING);
	}

}
