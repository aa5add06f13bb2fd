package io.oncegate.gatling;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A link in somebody's hands; two virtual users share it if that person clicks twice. */
final class Invitation {

	private static final AtomicInteger PEOPLE = new AtomicInteger();

	private final int person = PEOPLE.incrementAndGet();

	private final String token;

	private final AtomicInteger choices = new AtomicInteger();

	private final AtomicReference<Attempt> first = new AtomicReference<>();

	Invitation(String token) {
		this.token = token;
	}

	String token() {
		return this.token;
	}

	/** The same link in somebody else's hands. */
	Invitation forwarded() {
		return new Invitation(this.token);
	}

	/** A link that nobody was sent. */
	Invitation mistyped() {
		char last = this.token.charAt(this.token.length() - 1);
		return new Invitation(this.token.substring(0, this.token.length() - 1) + ((last == 'A') ? 'B' : 'A'));
	}

	/** Chooses a time; a second click sends what the first one chose. */
	Attempt choose(List<String> times) {
		Attempt attempt = chooseAgain(times);
		return this.first.compareAndSet(null, attempt) ? attempt : this.first.get();
	}

	/**
	 * Chooses another time because the first is taken, which makes it another request.
	 */
	Attempt chooseAgain(List<String> times) {
		return new Attempt("p" + this.person + "." + this.choices.incrementAndGet(), this.token,
				times.get(ThreadLocalRandom.current().nextInt(times.size())));
	}

}
