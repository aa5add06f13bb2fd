package io.oncegate.calendar;

/**
 * By which links a calendar can be booked without a one-time link, by whoever has them,
 * any number of times.
 *
 * @param scheduling whether the scheduling link does, which has the slug in it and so can
 * be guessed
 * @param permanent whether the permanent link does, which is random
 */
public record OpenLinks(boolean scheduling, boolean permanent) {

	/** Only one-time links do. */
	public static final OpenLinks NONE = new OpenLinks(false, false);

	/** Both do. */
	public static final OpenLinks BOTH = new OpenLinks(true, true);

}
