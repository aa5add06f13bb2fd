package io.oncegate.telemetry;

import io.r2dbc.spi.R2dbcException;
import reactor.core.publisher.Mono;

/**
 * Whether a store is there: it is away when it was missed twice in a row, as a busy one
 * may be late once. Without it the gateway would not have started.
 */
class Presence {

	/** It has no connection left to give, and it is PostgreSQL itself that says so. */
	private static final String TOO_MANY_CONNECTIONS = "53300";

	private static final int AWAY = 2;

	private volatile int missed;

	boolean isUp() {
		return this.missed < AWAY;
	}

	boolean isMissed() {
		return this.missed > 0;
	}

	/** Notes whether it answers. */
	Mono<Void> watch(Mono<?> answer) {
		return answer.then(Mono.fromRunnable(() -> this.missed = 0)).onErrorResume(this::miss).then();
	}

	private Mono<Void> miss(Throwable fault) {
		boolean answered = fault instanceof R2dbcException refusal
				&& TOO_MANY_CONNECTIONS.equals(refusal.getSqlState());
		this.missed = answered ? 0 : Math.min(AWAY, this.missed + 1);
		return Mono.empty();
	}

}
