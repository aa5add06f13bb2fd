package io.oncegate.gatling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what people were told with what the gateway has stored. */
final class Books {

	private final Campaign campaign;

	private final Ledger ledger;

	private final List<Booking> bookings;

	private final Map<String, Booking> byId = new HashMap<>();

	private final Set<String> bookedLinks = new HashSet<>();

	private final List<String> differences = new ArrayList<>();

	private Books(Campaign campaign, Ledger ledger, List<Booking> bookings) {
		this.campaign = campaign;
		this.ledger = ledger;
		this.bookings = bookings;
	}

	/**
	 * Lists the differences, one sentence each.
	 * @param bookings all bookings of the campaign's calendar
	 * @param redeemed how many links of the campaign are redeemed according to its funnel
	 */
	static List<String> differences(Campaign campaign, Ledger ledger, List<Booking> bookings, int redeemed) {
		Books books = new Books(campaign, ledger, bookings);
		books.compare(redeemed);
		return books.differences;
	}

	private void compare(int redeemed) {
		bookingsAreUnique();
		this.bookings.forEach(this::wasAskedFor);
		this.ledger.booked.forEach(this::isThere);
		this.ledger.inDoubt.forEach((attempt) -> differs(attempt.id() + " was never told whether there is a booking"));
		nobodyIsPutOff();
		seatsSuffice();
		linksAreSpentOrGood();
		if (redeemed != this.bookings.size()) {
			differs("the campaign counts " + redeemed + " links redeemed, and there are " + this.bookings.size()
					+ " bookings");
		}
	}

	private void bookingsAreUnique() {
		Map<String, Booking> byLink = new HashMap<>();
		for (Booking booking : this.bookings) {
			if (this.byId.put(booking.id(), booking) != null) {
				differs("booking " + booking.id() + " is listed twice");
			}
			Booking other = byLink.put(booking.linkId(), booking);
			if (other != null) {
				differs("link " + booking.linkId() + " made the bookings " + other.id() + " and " + booking.id());
			}
		}
	}

	private void wasAskedFor(Booking booking) {
		Attempt attempt = this.ledger.attempts.get(booking.email().replace("@example.com", ""));
		if (attempt == null) {
			differs("nobody asked for booking " + booking.id() + " of " + booking.email());
			return;
		}
		this.bookedLinks.add(attempt.token());
		if (!this.ledger.booked.containsKey(attempt) && !this.ledger.inDoubt.contains(attempt)) {
			differs(attempt.id() + " was refused, and has booking " + booking.id());
		}
		if (!booking.start().equals(attempt.start()) || !booking.status().equals("confirmed")) {
			differs(attempt.id() + " asked for " + attempt.start() + ", and booking " + booking.id() + " is "
					+ booking.status() + " for " + booking.start());
		}
	}

	private void isThere(Attempt attempt, Set<String> told) {
		if (told.size() > 1) {
			differs(attempt.id() + " was told of the bookings " + told);
		}
		for (String id : told) {
			Booking booking = this.byId.get(id);
			if (booking == null) {
				differs(attempt.id() + " was told of booking " + id + ", which is not there");
			}
			else if (!booking.email().equals(attempt.email())) {
				differs(attempt.id() + " was told of booking " + id + ", which is that of " + booking.email());
			}
		}
	}

	private void nobodyIsPutOff() {
		if (this.ledger.putOff.sum() > 0) {
			differs(this.ledger.putOff + " people were put off for " + Invitee.PATIENCE.toMinutes()
					+ " minutes, and gave up");
		}
	}

	private void seatsSuffice() {
		Map<String, Integer> taken = new HashMap<>();
		this.bookings.forEach((booking) -> taken.merge(booking.start(), 1, Integer::sum));
		taken.forEach((start, seats) -> {
			if (seats > this.campaign.seats()) {
				differs(start + " has " + this.campaign.seats() + " seats and " + seats + " bookings");
			}
		});
	}

	/** Reports do not name links: their addresses are secret. */
	private void linksAreSpentOrGood() {
		Set<String> tried = this.ledger.attempts.values().stream().map(Attempt::token).collect(Collectors.toSet());
		for (String token : this.campaign.tokens()) {
			boolean booked = this.bookedLinks.contains(token);
			if (this.ledger.spent.contains(token) && !booked) {
				differs("a link was called redeemed that made no booking");
			}
			else if (this.ledger.dead.contains(token)) {
				differs("a link was called unknown, expired or revoked that is none of it");
			}
			else if (tried.contains(token) && !booked && !this.ledger.givenUp.contains(token)) {
				differs("a link made no booking, though its people asked until they were told");
			}
		}
	}

	private void differs(String difference) {
		this.differences.add(difference);
	}

}
