package io.oncegate.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Redis on a free loopback port, with its append-only file and its password in the
 * data directory.
 * <p>
 * It runs as a daemon: Ctrl+C reaches every process of the terminal, and Redis has to
 * stay until the gateway has finished the work in progress.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Commands with which an authenticated client could write files or run code. */
	private static final String CONFIGURATION = """
			bind 127.0.0.1
			port %d
			protected-mode yes
			requirepass %s
			enable-protected-configs no
			enable-debug-command no
			enable-module-command no
			daemonize yes
			dir "%3$s"
			pidfile "%3$s/redis.pid"
			logfile "%3$s/redis.log"
			appendonly yes
			save ""
			""";

	private final int port = FreePort.find();

	private final String password;

	private final Path pidFile;

	/**
	 * Starts it, after stopping one that a killed gateway left behind.
	 * @param data where its files, password and program are kept
	 * @throws IOException if it does not start
	 */
	public EmbeddedRedis(DataDirectory data) throws IOException {
		Path directory = data.directory("redis");
		this.password = data.secret("redis-password", Passwords::fresh);
		this.pidFile = directory.resolve("redis.pid");
		StoreProcess.end(this.pidFile, "redis");
		Files.deleteIfExists(this.pidFile);
		Path configuration = directory.resolve("redis.conf");
		OwnFiles.write(configuration, CONFIGURATION.formatted(this.port, this.password, directory));
		new StoreCommand(new Programs(data).redis(), configuration.toString()).run();
		awaitAnswer(directory.resolve("redis.log"));
	}

	/** Waits until it has loaded its file and responds. */
	private void awaitAnswer(Path log) throws IOException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!answers()) {
			if (System.nanoTime() > deadline) {
				throw new IOException(log + " says why");
			}
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
	}

	/**
	 * It writes the file once it has the port; before that, another process may have the
	 * port, which must not get the password.
	 */
	private boolean answers() {
		if (Files.notExists(this.pidFile)) {
			return false;
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
				BufferedReader answers = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
			socket.setSoTimeout(1000);
			socket.getOutputStream()
				.write(("AUTH " + this.password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
			return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
		}
		catch (IOException ex) {
			return false;
		}
	}

	public int port() {
		return this.port;
	}

	public String password() {
		return this.password;
	}

	@Override
	public void close() throws IOException {
		StoreProcess.end(this.pidFile, "redis");
	}

}
