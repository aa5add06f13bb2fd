package io.oncegate.telemetry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Checks the stores every five seconds, and shows their latest figures. A store that does
 * not respond counts as down, and keeps its last figures; those of a shard that does not
 * respond are unknown.
 */
@Component
class StoreWatch extends Background implements DisposableBean {

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

	/**
	 * Opening a connection costs more than ten checks; but whether one can be opened
	 * matters, too.
	 */
	private static final Duration CONNECTION_LIFE = Duration.ofMinutes(1);

	private final ReactiveRedisConnectionFactory redisConnections;

	/**
	 * A separate connection: the pool might be exhausted although PostgreSQL is healthy.
	 */
	private final ConnectionPool postgresConnection;

	private final Meters meters;

	private final Presence redis = new Presence();

	private final Presence postgres = new Presence();

	private final Map<Figure, Number> figures = new ConcurrentHashMap<>();

	StoreWatch(ReactiveRedisConnectionFactory redisConnections, ConnectionPool connections,
			ApplicationAvailability availability, CommitWatch commits, Meters meters) {
		this.redisConnections = redisConnections;
		this.postgresConnection = new ConnectionPool(ConnectionPoolConfiguration.builder(connections.unwrap())
			.initialSize(0)
			.maxSize(1)
			.maxLifeTime(CONNECTION_LIFE)
			.build());
		this.meters = meters;
		meters.gauge(Measure.READY, this, (watch) -> (watch.isPostgresUp() && !commits.areStuck()
				&& availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) ? 1 : 0);
		meters.gauge(Measure.STORE_UP, Store.REDIS, this, (watch) -> watch.isRedisUp() ? 1 : 0);
		meters.gauge(Measure.STORE_UP, Store.POSTGRES, this, (watch) -> watch.isPostgresUp() ? 1 : 0);
	}

	boolean isRedisUp() {
		return this.redis.isUp();
	}

	boolean isPostgresUp() {
		return this.postgres.isUp();
	}

	@Override
	protected Mono<Void> work() {
		return Mono.when(askRedis(), askPostgres()).then(Mono.defer(this::pause)).repeat().then();
	}

	/** A store that missed a check is checked again soon. */
	private Mono<Long> pause() {
		return Mono.delay((this.redis.isMissed() || this.postgres.isMissed()) ? SHORT_PAUSE : PAUSE);
	}

	private Mono<Void> askRedis() {
		return this.redis.watch(Mono.usingWhen(Mono.fromSupplier(this.redisConnections::getReactiveConnection),
				(connection) -> RedisShards.ask(connection)
					.doOnNext(this::show)
					.filter(RedisShards::areUp)
					.switchIfEmpty(Mono.error(() -> new IllegalStateException("Some slots are not served"))),
				ReactiveRedisConnection::closeLater));
	}

	private Mono<Void> askPostgres() {
		return this.postgres.watch(Mono.usingWhen(this.postgresConnection.create(),
				(connection) -> Mono.from(connection.validate(ValidationDepth.REMOTE))
					.then(figures(connection).doOnNext(this::show).onErrorComplete()),
				Connection::close, (connection, fault) -> Discarded.close(connection), Discarded::close));
	}

	private static Mono<Map<Measure, Number>> figures(Connection connection) {
		return Flux.from(connection.createStatement(PostgresFigures.SQL).execute())
			.flatMap((result) -> result.map(PostgresFigures::of))
			.single();
	}

	private void show(Map<Measure, Number> figures) {
		figures.forEach((measure, number) -> show(Figure.of(measure), number));
	}

	/** A shard that is no longer known is still there, but its master is not. */
	private void show(RedisShards shards) {
		Map<Integer, Map<Measure, Number>> known = new HashMap<>();
		this.figures.keySet()
			.stream()
			.map(Figure::shard)
			.filter(Objects::nonNull)
			.forEach((shard) -> known.put(shard, RedisFigures.UNKNOWN));
		shards.all().forEach((shard) -> known.put(shard.firstSlot(), shard.figures()));
		known.forEach(
				(shard, figures) -> figures.forEach((measure, number) -> show(new Figure(measure, shard), number)));
	}

	/**
	 * Registered with the first number: before it, a counter of the store would seem to
	 * start at zero.
	 */
	private void show(Figure figure, Number number) {
		if (this.figures.put(figure, number) == null) {
			this.meters.show(figure, this.figures);
		}
	}

	@Override
	public void destroy() {
		this.postgresConnection.dispose();
	}

	private enum Store {

		REDIS, POSTGRES

	}

}
