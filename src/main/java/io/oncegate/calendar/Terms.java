package io.oncegate.calendar;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * On what terms a calendar is shared.
 *
 * @param location where it takes place, in the owner's words
 * @param open whether it can be booked
 * @param keepsLinks whether the one-time link of a cancelled booking stays spent; else it
 * is good again, while it is not expired
 * @param embedOrigins the origins of the web sites that may show it in a frame, like
 * {@code https://example.com}; none means any
 * @param openLinks by which links it is open without a one-time link
 */
public record Terms(@Nullable String location, boolean open, boolean keepsLinks, List<String> embedOrigins,
		OpenLinks openLinks) {

	/** What holds unless the owner says otherwise. */
	public static final Terms USUAL = new Terms(null, true, false, List.of(), OpenLinks.NONE);

	public Terms {
		embedOrigins = List.copyOf(embedOrigins);
	}

	/** The same with other links by which it is open. */
	public Terms with(OpenLinks openLinks) {
		return new Terms(this.location, this.open, this.keepsLinks, this.embedOrigins, openLinks);
	}

}
