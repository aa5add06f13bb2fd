package io.oncegate.telemetry;

import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the stores every five seconds how they are, and shows what they said last. A store
 * that does not answer keeps its last figures, and counts as away.
 */
@Component
class StoreWatch extends Background {

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final ReactiveRedisConnectionFactory redisConnections;

	private final ConnectionPool postgresConnections;

	private volatile RedisFigures redis = RedisFigures.NONE;

	private volatile PostgresFigures postgres = PostgresFigures.NONE;

	/** Without them the gateway would not have started. */
	private volatile boolean redisUp = true;

	private volatile boolean postgresUp = true;

	StoreWatch(ReactiveRedisConnectionFactory redisConnections, ConnectionPool postgresConnections,
			ApplicationAvailability availability, Meters meters) {
		this.redisConnections = redisConnections;
		this.postgresConnections = postgresConnections;
		meters.gauge(Measure.READY, this,
				(watch) -> (watch.postgresUp && availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC)
						? 1 : 0);
		meters.gauge(Measure.STORE_UP, Store.REDIS, this, (watch) -> watch.redisUp ? 1 : 0);
		meters.gauge(Measure.STORE_UP, Store.POSTGRES, this, (watch) -> watch.postgresUp ? 1 : 0);
		RedisFigures.show(meters, this, (watch) -> watch.redis);
		PostgresFigures.show(meters, this, (watch) -> watch.postgres);
	}

	boolean isRedisUp() {
		return this.redisUp;
	}

	boolean isPostgresUp() {
		return this.postgresUp;
	}

	@Override
	protected Mono<Void> work() {
		return Mono.when(askRedis(), askPostgres()).then(Mono.delay(PAUSE)).repeat().then();
	}

	private Mono<Void> askRedis() {
		return Mono
			.usingWhen(Mono.fromSupplier(this.redisConnections::getReactiveConnection),
					(connection) -> connection.serverCommands().info(), ReactiveRedisConnection::closeLater)
			.timeout(PATIENCE)
			.doOnNext((info) -> this.redis = RedisFigures.of(info))
			.hasElement()
			.onErrorReturn(false)
			.doOnNext((up) -> this.redisUp = up)
			.then();
	}

	/**
	 * On a connection of its own: one of the pool might have to be waited for, though
	 * PostgreSQL is well.
	 */
	private Mono<Void> askPostgres() {
		return Mono
			.usingWhen(this.postgresConnections.unwrap().create(),
					(connection) -> Flux.from(connection.createStatement(PostgresFigures.SQL).execute())
						.flatMap((result) -> result.map(PostgresFigures::of))
						.single(),
					Connection::close)
			.timeout(PATIENCE)
			.doOnNext((figures) -> this.postgres = figures)
			.hasElement()
			.onErrorReturn(false)
			.doOnNext((up) -> this.postgresUp = up)
			.then();
	}

	private enum Store {

		REDIS, POSTGRES

	}

}
