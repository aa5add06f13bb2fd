package io.oncegate.telemetry;

import java.time.Duration;

import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whether a store is up: it is down after two missed checks in a row, as a busy one may
 * be late once. It starts as up.
 */
class Presence {

	/** PostgreSQL itself reports that it has no connection left. */
	private static final String TOO_MANY_CONNECTIONS = "53300";

	private static final int AWAY = 2;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** The question or its answer may get lost. */
	private static final Duration LONGEST = Duration.ofSeconds(10);

	private volatile int missed;

	/** The check that has not been answered yet. */
	private volatile @Nullable Mono<Void> asked;

	boolean isUp() {
		return this.missed < AWAY;
	}

	boolean isMissed() {
		return this.missed > 0;
	}

	/**
	 * Records whether the store responds in time. A late response is awaited again before
	 * the next check: the PostgreSQL driver does not abandon a connection that is being
	 * opened, so each check would leave one behind at a server that does not respond.
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
