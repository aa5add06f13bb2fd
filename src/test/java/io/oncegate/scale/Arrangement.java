package io.oncegate.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.api.sync.RedisHashCommands;
import io.oncegate.Oncegate;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.TrialStores;

/** A Redis and a PostgreSQL, whatever they consist of, and the gateways that use them. */
final class Arrangement implements TrialStores {

	private final Path directory;

	private final Map<String, String> settings = new HashMap<>();

	private final Hashes redis;

	private final Connections postgres;

	Arrangement(Path directory, Hashes redis, Connections postgres) {
		this.directory = directory;
		this.redis = redis;
		this.postgres = postgres;
	}

	/** The same with settings for its gateways. */
	Arrangement with(Map<String, String> settings) {
		this.settings.putAll(settings);
		return this;
	}

	/** Starts a gateway, and waits until it is ready. */
	Gateway gateway(String name) throws IOException {
		return new Gateway(Oncegate.class, this.settings, ScaleTrial.LEASE, log(name));
	}

	/**
	 * Starts a gateway in the place of one that has ended, and waits until it is ready.
	 */
	Gateway gateway(String name, Gateway ended) throws IOException {
		Map<String, String> settings = new HashMap<>(this.settings);
		settings.put("SERVER_PORT", String.valueOf(ended.port()));
		settings.put("MANAGEMENT_SERVER_PORT", String.valueOf(ended.managementPort()));
		return new Gateway(Oncegate.class, settings, ScaleTrial.LEASE, log(name));
	}

	/** Starts a gateway of another release, and waits until it is ready. */
	Gateway gateway(String name, Path jar) throws IOException {
		return new Gateway(jar, this.settings, ScaleTrial.LEASE, log(name));
	}

	private Path log(String name) {
		return this.directory.resolve(name + ".log");
	}

	@Override
	public Map<String, Map<String, String>> redisHashes(Collection<String> keys) {
		return this.redis.read((commands) -> keys.stream().collect(Collectors.toMap((key) -> key, commands::hgetall)));
	}

	@Override
	public Connection postgres() throws SQLException {
		return this.postgres.connect();
	}

	/** Where hashes are read. */
	interface Hashes {

		<T> T read(Function<RedisHashCommands<String, String>, T> question);

	}

	/** Where connections are made. */
	interface Connections {

		Connection connect() throws SQLException;

	}

}
