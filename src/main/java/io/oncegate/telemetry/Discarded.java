package io.oncegate.telemetry;

import java.time.Duration;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Wrapped;
import reactor.core.publisher.Mono;

/** Connections to PostgreSQL that must not be used again. */
public final class Discarded {

	private static final Duration CLOSING = Duration.ofMillis(500);

	private Discarded() {
	}

	/**
	 * Closes a connection itself, so that nobody who gets it from the pool waits behind a
	 * statement that is still running. Never fails.
	 */
	public static Mono<Void> close(Connection connection) {
		Connection own = (connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof Connection unpooled)
				? unpooled : connection;
		return Mono.from(own.close())
			.timeout(CLOSING)
			.onErrorComplete()
			.then(Mono.from(connection.close()))
			.onErrorComplete();
	}

}
