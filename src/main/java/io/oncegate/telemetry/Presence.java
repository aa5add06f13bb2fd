package io.oncegate.telemetry;

import java.time.Duration;

import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whether a store is there: it is away when it was missed twice in a row, as a busy one
 * may be late once. Without it the gateway would not have started.
 */
class Presence {

	/** It has no connection left to give, and it is PostgreSQL itself that says so. */
	private static final String TOO_MANY_CONNECTIONS = "53300";

	private static final int AWAY = 2;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** What it was asked, or what it said, may be lost on the way. */
	private static final Duration LONGEST = Duration.ofSeconds(10);

	private volatile int missed;

	/** What it has not answered yet. */
	private volatile @Nullable Mono<Void> asked;

	boolean isUp() {
		return this.missed < AWAY;
	}

	boolean isMissed() {
		return this.missed > 0;
	}

	/**
	 * Notes whether it answers in time. One that is late is waited for again before it is
	 * asked anew: the driver of PostgreSQL gives up no connection that is being opened,
	 * so that each question would leave one with a silent server.
	 */
	Mono<Void> watch(Mono<?> question) {
		return Mono.defer(() -> ask(question))
			.timeout(PATIENCE)
			.doOnSuccess((none) -> this.missed = 0)
			.onErrorResume(this::miss);
	}

	private Mono<Void> ask(Mono<?> question) {
		Mono<Void> asked = this.asked;
		if (asked == null) {
			asked = question.then().timeout(LONGEST).doOnTerminate(() -> this.asked = null).cache();
			this.asked = asked;
		}
		return asked;
	}

	private Mono<Void> miss(Throwable fault) {
		boolean answered = fault instanceof R2dbcException refusal
				&& TOO_MANY_CONNECTIONS.equals(refusal.getSqlState());
		this.missed = answered ? 0 : Math.min(AWAY, this.missed + 1);
		return Mono.empty();
	}

}
