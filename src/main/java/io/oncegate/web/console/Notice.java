package io.oncegate.web.console;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A notice of what was done, shown on the next page, whose address has the parameter
 * {@code notice}.
 */
public enum Notice {

	CALENDAR_ADDED("The calendar was created. Now share it."), CALENDAR_SAVED("The changes were saved."),
	FIRST_LINK("Your calendar is ready. Here is its first link."),
	CALENDAR_WITHOUT_HOURS("The calendar was saved, but nobody can book yet: it has no hours."),
	CALENDAR_REMOVED("The calendar was removed."), CALENDAR_ON("The calendar is switched on: people can book."),
	CALENDAR_OFF("The calendar is switched off: nobody can book."), SIGNED_OUT("You are signed out."),
	FEED_RENEWED("There is a new address to subscribe to. The old one no longer works."),
	LINK_ON("The link is on: anyone with it can book, any number of times."),
	LINK_OFF("The link is off: it no longer works."),
	LINK_RENEWED("There is a new permanent link. The old one no longer works."),
	LINK_REVOKED("The link was revoked. Nobody can book with it."),
	LINK_BOOKED("The link could not be revoked: somebody has booked with it."),
	PREVIOUS_LINK_REVOKED("The previous link was revoked."),
	PREVIOUS_LINK_BOOKED("The previous link could not be revoked: somebody has booked with it."),
	CAMPAIGN_REVOKED("The unused links were revoked."),
	CAMPAIGN_ARCHIVED("The campaign is archived. Its results and bookings stay."),
	SETTINGS_SAVED("The changes were saved."),
	KEY_WAS_REPLACED("The API key was replaced a moment ago. If you have not seen the new one, make another.");

	static final String PARAMETER = "notice";

	private final String text;

	Notice(String text) {
		this.text = text;
	}

	public String text() {
		return this.text;
	}

	/** The address of a page that shows the notice. */
	String at(String path) {
		return path + (path.contains("?") ? "&" : "?") + PARAMETER + "=" + parameter();
	}

	private String parameter() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static @Nullable Notice of(@Nullable String parameter) {
		return Arrays.stream(values())
			.filter((notice) -> notice.parameter().equals(parameter))
			.findFirst()
			.orElse(null);
	}

}
