package io.oncegate.gatling;

import java.util.List;

/**
 * A campaign of this run.
 *
 * @param seats how many bookings each time of its calendar can take
 * @param weeks how many weeks its people choose from, starting tomorrow
 * @param tokens the tokens of its links
 */
record Campaign(String id, String calendarId, int seats, int weeks, List<String> tokens) {

	/** One hour each, from 8:00 to 20:00. */
	private static final int TIMES_A_WEEK = 7 * 12;

	private static final int MOST_SEATS = 10_000;

	/** How many bookings a time gets on average if people choose at random. */
	static double wanted(int bookings, int weeks) {
		return (double) bookings / (TIMES_A_WEEK * weeks);
	}

	/** Enough seats that hardly any time is full before everybody has booked. */
	static int enough(int bookings, int weeks) {
		double wanted = wanted(bookings, weeks);
		return (int) Math.min(MOST_SEATS, Math.ceil(wanted + 6 * Math.sqrt(wanted) + 6));
	}

}
