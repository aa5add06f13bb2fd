package io.oncegate.gatling;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What people were told about their requests to book. */
final class Ledger {

	private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

	/** All attempts, by id. */
	final Map<String, Attempt> attempts = new ConcurrentHashMap<>();

	/** The bookings that each attempt was told of. */
	final Map<Attempt, Set<String>> booked = new ConcurrentHashMap<>();

	/** Attempts that may have made a booking, as far as their people know. */
	final Set<Attempt> inDoubt = ConcurrentHashMap.newKeySet();

	final LongAdder putOff = new LongAdder();

	/** Links whose people gave up. */
	final Set<String> givenUp = ConcurrentHashMap.newKeySet();

	/**
	 * Links that were reported redeemed, and those reported unknown, expired or revoked.
	 */
	final Set<String> spent = ConcurrentHashMap.newKeySet();

	final Set<String> dead = ConcurrentHashMap.newKeySet();

	/**
	 * Records an answer to somebody who books.
	 * @param patient whether they try again while somebody else is booking with the link
	 */
	Next hear(Attempt attempt, Answer answer, boolean patient) {
		this.attempts.put(attempt.id(), attempt);
		if (answer.isBooked()) {
			return booked(attempt, answer.bookingId());
		}
		count(answer.toString());
		if (answer.status() == 429) {
			return Next.LIMITED;
		}
		if (answer.leavesOpen()) {
			this.inDoubt.add(attempt);
		}
		if (answer.isForNow() || answer.is("link-claimed") && (patient || this.inDoubt.contains(attempt))) {
			return Next.AGAIN;
		}
		this.inDoubt.remove(attempt);
		if (answer.is("link-redeemed")) {
			this.spent.add(attempt.token());
		}
		else if (answer.status() == 404 || answer.status() == 410) {
			this.dead.add(attempt.token());
		}
		return answer.is("slot-taken") ? Next.CHOOSE : Next.DONE;
	}

	private Next booked(Attempt attempt, String bookingId) {
		boolean first = this.booked.computeIfAbsent(attempt, (unused) -> ConcurrentHashMap.newKeySet()).add(bookingId);
		count(first ? "201 booked" : "201 replayed");
		this.inDoubt.remove(attempt);
		return Next.DONE;
	}

	/** Records an answer to somebody who opens a link or asks for its times. */
	Next hearReader(Answer answer) {
		if (answer.status() != 0 && answer.status() != 503) {
			return Next.DONE;
		}
		count((answer.status() == 0) ? "no answer, opening" : "503 opening");
		return Next.AGAIN;
	}

	/** Records that somebody was asked to try again until they gave up. */
	void putOff(String token) {
		count("put off until they gave up");
		this.putOff.increment();
		this.givenUp.add(token);
	}

	/** Writes down that somebody had no time to choose from. */
	void findNoTime(String token) {
		count("without a time to choose");
		this.givenUp.add(token);
	}

	private void count(String answer) {
		this.answers.computeIfAbsent(answer, (unused) -> new LongAdder()).increment();
	}

	@Override
	public String toString() {
		return this.answers.entrySet()
			.stream()
			.map((answer) -> "%,d %s".formatted(answer.getValue().sum(), answer.getKey()))
			.collect(Collectors.joining("\n", "", "\n"));
	}

}
