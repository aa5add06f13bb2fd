package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import redis.embedded.RedisServer;

/** A real Redis on a free loopback port, its append-only file in the data directory. */
public final class EmbeddedRedis implements AutoCloseable {

	private final RedisServer server;

	/**
	 * Starts it, after ending one that a killed gateway left behind.
	 * @param directory where it keeps its files
	 * @throws IOException if it does not start
	 */
	public EmbeddedRedis(Path directory) throws IOException {
		Files.createDirectories(directory);
		Path pidFile = directory.resolve("redis.pid");
		Orphan.end(pidFile, "redis");
		this.server = RedisServer.builder()
			.port(FreePort.find())
			.setting("bind 127.0.0.1")
			.setting("dir " + directory)
			.setting("pidfile " + pidFile)
			.setting("appendonly yes")
			.setting("appendfsync everysec")
			.setting("save \"\"")
			.build();
		this.server.start();
	}

	public int port() {
		return this.server.ports().get(0);
	}

	@Override
	public void close() throws IOException {
		this.server.stop();
	}

}
