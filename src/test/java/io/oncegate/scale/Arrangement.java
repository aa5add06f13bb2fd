package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.oncegate.Oncegate;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.TrialStores;

import org.springframework.util.FileSystemUtils;

/**
 * A Redis and a PostgreSQL, whatever they consist of, and the gateways that use them, all
 * of which end with it.
 */
final class Arrangement<R extends Arrangement.Redis, P extends Arrangement.Postgres>
		implements TrialStores, AutoCloseable {

	private final Path directory;

	private final R redis;

	private final P postgres;

	private final Map<String, String> settings = new HashMap<>();

	private final Queue<Gateway> gateways = new ConcurrentLinkedQueue<>();

	private Arrangement(Path directory, R redis, P postgres) {
		this.directory = directory;
		this.redis = redis;
		this.postgres = postgres;
		with(redis.settings());
		with(postgres.settings());
	}

	/** Starts a Redis and a PostgreSQL in a directory, in place of what is there. */
	static <R extends Redis, P extends Postgres> Arrangement<R, P> start(Path directory, Together.Making<Path, R> redis,
			Together.Making<Path, P> postgres) throws Exception {
		FileSystemUtils.deleteRecursively(directory);
		return Together.make(() -> redis.of(directory.resolve("redis")),
				() -> postgres.of(directory.resolve("postgres")),
				(first, second) -> new Arrangement<>(directory, first, second));
	}

	/** The same with further settings for its gateways. */
	Arrangement<R, P> with(Map<String, String> settings) {
		this.settings.putAll(settings);
		return this;
	}

	/** Its Redis. */
	R claims() {
		return this.redis;
	}

	/** Its PostgreSQL. */
	P bookings() {
		return this.postgres;
	}

	/** Starts gateways, and waits until all are ready. */
	List<Gateway> gateways(String... names) throws Exception {
		return Together.make(List.of(names), this::gateway);
	}

	/** Starts a gateway, and waits until it is ready. */
	Gateway gateway(String name) throws IOException {
		return gateway(name, Map.of());
	}

	/** Starts a gateway with settings of its own, and waits until it is ready. */
	Gateway gateway(String name, Map<String, String> further) throws IOException {
		Map<String, String> settings = new HashMap<>(this.settings);
		settings.putAll(further);
		return ofThese(new Gateway(Oncegate.class, settings, ScaleTrial.LEASE, log(name)));
	}

	/**
	 * Starts a gateway in the place of one that has ended, and waits until it is ready.
	 */
	Gateway gateway(String name, Gateway ended) throws IOException {
		return gateway(name, Map.of("SERVER_PORT", String.valueOf(ended.port()), "MANAGEMENT_SERVER_PORT",
				String.valueOf(ended.managementPort())));
	}

	/** Starts a gateway of another release, and waits until it is ready. */
	Gateway gateway(String name, Path jar) throws IOException {
		return ofThese(new Gateway(jar, this.settings, ScaleTrial.LEASE, log(name)));
	}

	private Gateway ofThese(Gateway gateway) {
		this.gateways.add(gateway);
		return gateway;
	}

	private Path log(String name) {
		return this.directory.resolve(name + ".log");
	}

	@Override
	public Map<String, Map<String, String>> redisHashes(Collection<String> keys) {
		return this.redis.hashes(keys);
	}

	@Override
	public Connection postgres() throws SQLException {
		return this.postgres.connect();
	}

	@Override
	public void close() throws Exception {
		for (Gateway gateway : this.gateways) {
			gateway.close();
		}
		Together.run(List.<AutoCloseable>of(this.redis, this.postgres), AutoCloseable::close);
	}

	/** Where claims are. */
	interface Redis extends AutoCloseable {

		/** Where it is, for a gateway. */
		Map<String, String> settings();

		/** Reads hashes, wherever they are; what does not exist is empty. */
		Map<String, Map<String, String>> hashes(Collection<String> keys);

	}

	/** Where bookings are. */
	interface Postgres extends AutoCloseable {

		/** Where it is, for a gateway. */
		Map<String, String> settings();

		/** Connects to it as the gateway's role. */
		Connection connect() throws SQLException;

	}

}
