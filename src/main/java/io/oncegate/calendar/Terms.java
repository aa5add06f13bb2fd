package io.oncegate.calendar;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The terms on which a calendar is shared.
 *
 * @param location where it takes place, in the owner's words
 * @param open whether it can be booked
 * @param keepsLinks whether the one-time link of a cancelled booking stays spent;
 * otherwise it is active again unless expired
 * @param embedOrigins the origins of the websites that may embed it, like
 * {@code https://example.com}; none means any
 * @param openLinks with which links it can be booked without a one-time link
 */
public record Terms(@Nullable String location, boolean open, boolean keepsLinks, List<String> embedOrigins,
		OpenLinks openLinks) {

	/** The defaults. */
	public static final Terms USUAL = new Terms(null, true, false, List.of(), OpenLinks.NONE);

	public Terms {
		embedOrigins = List.copyOf(embedOrigins);
	}

	/** The same terms with other open links. */
	public Terms with(OpenLinks openLinks) {
		return new Terms(this.location, this.open, this.keepsLinks, this.embedOrigins, openLinks);
	}

}
