package io.oncegate.gatling;

import java.util.List;

/**
 * A campaign of this run's own.
 *
 * @param seats how many bookings each time of its calendar has room for
 * @param weeks over how many weeks, from tomorrow on, its people spread
 * @param tokens the secrets of its links
 */
record Campaign(String id, String calendarId, int seats, int weeks, List<String> tokens) {

	/** Of an hour each, from 8 to 20 o'clock. */
	private static final int TIMES_A_WEEK = 7 * 12;

	private static final int MOST_SEATS = 10_000;

	/** As many seats as are wanted of a time on average, if people choose any. */
	static double wanted(int bookings, int weeks) {
		return (double) bookings / (TIMES_A_WEEK * weeks);
	}

	/** So many seats that hardly any time is taken before all have booked. */
	static int enough(int bookings, int weeks) {
		double wanted = wanted(bookings, weeks);
		return (int) Math.min(MOST_SEATS, Math.ceil(wanted + 6 * Math.sqrt(wanted) + 6));
	}

}
