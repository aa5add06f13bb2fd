package io.oncegate.faults;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.oncegate.faults.Books.Row;
import org.jspecify.annotations.Nullable;

/** Judges by the laws whether what clients heard and what the stores say fit together. */
final class Checker {

	private final History history;

	private final Books books;

	private final List<Row> confirmed;

	private final Map<String, List<Attempt>> attemptsById;

	/** Without duplicates: a repeated request would say the same again. */
	private final Set<String> violations = new LinkedHashSet<>();

	private Checker(History history, Books books) {
		this.history = history;
		this.books = books;
		this.confirmed = books.bookings().stream().filter(Row::confirmed).toList();
		this.attemptsById = groups(history.attempts(), Attempt::id);
	}

	/** Says how a history breaks the laws, a sentence each. */
	static List<String> violations(History history, Books books) {
		Checker checker = new Checker(history, books);
		checker.oneLinkOneBooking();
		checker.noOverbooking();
		checker.successHasItsBooking();
		checker.successMadeNoOtherBooking();
		checker.bookingHasItsAttempt();
		checker.everybodyLearnsTheTruth();
		checker.redeemedLinkHasABooking();
		checker.linkIsSpentOrGood();
		checker.revokedStaysRevoked();
		checker.nothingElseIsOpened();
		return List.copyOf(checker.violations);
	}

	private void oneLinkOneBooking() {
		groups(this.confirmed, Row::link).forEach((link, rows) -> check(rows.size() == 1,
				"One link, one booking: link %s has the confirmed bookings %s", link, ids(rows)));
	}

	private void noOverbooking() {
		// A booking that ends as another starts cancels out: no seat changes.
		Map<Instant, Integer> changes = new TreeMap<>();
		for (Row row : this.confirmed) {
			changes.merge(row.start(), 1, Integer::sum);
			changes.merge(row.busyUntil(), -1, Integer::sum);
		}
		int taken = 0;
		for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
			boolean within = taken <= this.books.seats();
			taken += change.getValue();
			if (within && taken > this.books.seats()) {
				Instant time = change.getKey();
				check(false, "No overbooking: seats are %d, and at %s bookings are %s", this.books.seats(), time,
						ids(this.confirmed.stream().filter((row) -> row.covers(time)).toList()));
			}
		}
	}

	private void successHasItsBooking() {
		groups(successes(), Attempt::link).forEach((link, told) -> {
			Set<String> ids = new TreeSet<>();
			told.forEach((attempt) -> ids.add(String.valueOf(attempt.bookingId())));
			check(ids.size() == 1, "One link, one success: clients of link %s were told of bookings %s", link, ids);
			// Where they are several, some cannot stand, which is said already.
			told.forEach((attempt) -> check(ids.size() > 1 || stands(attempt),
					"A success has its booking: attempt %s on link %s was told of booking %s, which does not stand",
					attempt.id(), link, attempt.bookingId()));
		});
	}

	/**
	 * With the other laws, this makes the numbers add up: the bookings are those that
	 * clients heard of, one for each request, and those that they must reckon with.
	 */
	private void successMadeNoOtherBooking() {
		Map<String, List<Row>> rows = groups(this.books.bookings(), Row::attempt);
		for (Attempt attempt : successes()) {
			List<Row> made = rows.getOrDefault(attempt.id(), List.of());
			check(made.size() < 2, "The numbers add up: attempt %s on link %s succeeded once and made bookings %s",
					attempt.id(), attempt.link(), ids(made));
		}
	}

	private void bookingHasItsAttempt() {
		for (Row row : this.books.bookings()) {
			List<Attempt> attempts = this.attemptsById.getOrDefault(row.attempt(), List.of());
			String law = null;
			if (attempts.stream().noneMatch((attempt) -> asksFor(attempt, row))) {
				law = "No booking out of nowhere: nobody asked for";
			}
			else if (row.confirmed() && attempts.stream().allMatch((it) -> it.answer().definitelyNotBooked())) {
				law = "A refusal made nothing: its client was refused";
			}
			else if (attempts.stream().noneMatch((it) -> it.answer() == Answer.BOOKED || it.answer().leavesOpen())) {
				law = "The numbers add up: its client need not reckon with";
			}
			check(law == null, "%s booking %s of attempt %s on link %s at %s", law, row.id(), row.attempt(), row.link(),
					row.start());
		}
	}

	private void everybodyLearnsTheTruth() {
		this.history.inDoubt()
			.forEach((id) -> check(false, "Everybody learns the truth: attempt %s was not told, asking again", id));
		for (Row row : this.confirmed) {
			this.attemptsById.getOrDefault(row.attempt(), List.of())
				.stream()
				.max(Comparator.comparingLong(Attempt::sentAtMillis).thenComparingLong(Attempt::answeredAtMillis))
				.ifPresent((last) -> check(last.answer() == Answer.BOOKED || !last.answer().isFinal(),
						"Everybody learns the truth: attempt %s made booking %s, and was told %s, asking again",
						row.attempt(), row.id(), last.answer()));
		}
	}

	private void redeemedLinkHasABooking() {
		Map<String, List<Row>> rows = groups(this.books.bookings(), Row::link);
		for (Attempt attempt : this.history.attempts()) {
			check(attempt.answer() != Answer.LINK_REDEEMED || rows.containsKey(attempt.link()),
					"A redeemed link has a booking: attempt %s was told so of link %s, which has none", attempt.id(),
					attempt.link());
		}
	}

	private void linkIsSpentOrGood() {
		Map<String, List<Row>> rows = groups(this.confirmed, Row::link);
		this.books.linkStatus().forEach((link, status) -> {
			boolean spent = rows.containsKey(link);
			check(spent || status.equals("active") || status.equals("revoked") && isRevoked(link),
					"No burned link: link %s has no booking and is %s", link, status);
			check(!spent || status.equals("redeemed"), "A spent link is redeemed: link %s has a booking and is %s",
					link, status);
		});
	}

	/** Whatever was being tried with it at that moment. */
	private void revokedStaysRevoked() {
		Map<String, List<Row>> rows = groups(this.confirmed, Row::link);
		for (Revocation revocation : this.history.revocations()) {
			String link = revocation.link();
			List<Row> booked = rows.getOrDefault(link, List.of());
			String status = this.books.linkStatus().getOrDefault(link, "revoked");
			switch (revocation.answer()) {
				case REVOKED -> {
					check(booked.isEmpty(), "Revoked is revoked: link %s was revoked and has the bookings %s", link,
							ids(booked));
					check(status.equals("revoked") || !booked.isEmpty(),
							"Revoked is revoked: link %s was revoked and is %s", link, status);
				}
				case SPENT -> check(!booked.isEmpty(),
						"Only a spent link is not revoked: link %s was called spent and has no booking", link);
				case UNKNOWN -> {
					// Both may be.
				}
			}
		}
	}

	private boolean isRevoked(String link) {
		return this.history.revocations()
			.stream()
			.anyMatch((revocation) -> revocation.link().equals(link) && revocation.answer() != Revocation.Answer.SPENT);
	}

	private void nothingElseIsOpened() {
		for (Attempt attempt : successes()) {
			check(!attempt.link().equals(Attempt.NO_LINK), "A link opens nothing else: attempt %s booked without one",
					attempt.id());
		}
		for (Row row : this.confirmed) {
			check(!row.link().equals(Attempt.NO_LINK), "A link opens nothing else: booking %s was made without one",
					row.id());
		}
	}

	private void check(boolean holds, String violation, @Nullable Object... details) {
		if (!holds) {
			this.violations.add(violation.formatted(details));
		}
	}

	private List<Attempt> successes() {
		return this.history.attempts().stream().filter((attempt) -> attempt.answer() == Answer.BOOKED).toList();
	}

	private boolean stands(Attempt success) {
		return this.confirmed.stream().anyMatch((row) -> row.id().equals(success.bookingId()) && asksFor(success, row));
	}

	private static boolean asksFor(Attempt attempt, Row row) {
		return row.attempt().equals(attempt.id()) && row.link().equals(attempt.link())
				&& row.start().equals(attempt.start());
	}

	private static List<String> ids(List<Row> rows) {
		return rows.stream().map(Row::id).sorted().toList();
	}

	/** In a fixed order, so that the same history is judged in the same words. */
	private static <T> Map<String, List<T>> groups(List<T> all, Function<T, String> key) {
		return all.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
	}

}
