package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real PostgreSQL on a free loopback port, its data in the data directory. */
public final class EmbeddedPostgres implements AutoCloseable {

	private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

	/**
	 * Starts it, after ending one that a killed gateway left behind. What it acknowledges
	 * is on the disk.
	 * @param directory where it keeps its data
	 * @throws IOException if it does not start
	 */
	public EmbeddedPostgres(Path directory) throws IOException {
		Files.createDirectories(directory);
		StoreProcess.end(directory.resolve("postmaster.pid"), "postgres");
		this.server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setPort(FreePort.find())
			.setPGStartupWait(Duration.ofSeconds(60))
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("listen_addresses", "127.0.0.1")
			.start();
	}

	public int port() {
		return this.server.getPort();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
