package io.oncegate.calendar;

/**
 * With which links a calendar can be booked without a one-time link, by anyone, any
 * number of times.
 *
 * @param scheduling whether the scheduling link is on, which contains the slug and so can
 * be guessed
 * @param permanent whether the permanent link is on, which is random
 */
public record OpenLinks(boolean scheduling, boolean permanent) {

	/** Only one-time links. */
	public static final OpenLinks NONE = new OpenLinks(false, false);

	/** Both are on. */
	public static final OpenLinks BOTH = new OpenLinks(true, true);

}
