package io.oncegate.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import redis.embedded.RedisExecProvider;

/**
 * A real Redis on a free loopback port, its append-only file in the data directory.
 * <p>
 * It runs as a daemon: Ctrl+C reaches every process of the terminal, and Redis has to
 * stay until the gateway has finished what is under way.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int port = FreePort.find();

	private final Path pidFile;

	/**
	 * Starts it, after ending one that a killed gateway left behind.
	 * @param directory where it keeps its files
	 * @throws IOException if it does not start
	 */
	public EmbeddedRedis(Path directory) throws IOException {
		Files.createDirectories(directory);
		this.pidFile = directory.resolve("redis.pid");
		StoreProcess.end(this.pidFile, "redis");
		Path log = directory.resolve("redis.log");
		new ProcessBuilder(List.of(RedisExecProvider.defaultProvider().get().getPath(), "--daemonize", "yes", "--bind",
				"127.0.0.1", "--port", String.valueOf(this.port), "--dir", directory.toString(), "--pidfile",
				this.pidFile.toString(), "--logfile", log.toString(), "--appendonly", "yes", "--save", ""))
			.start();
		awaitAnswer(log);
	}

	/** Waits until it has read its file and answers. */
	private void awaitAnswer(Path log) throws IOException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!answers()) {
			if (System.nanoTime() > deadline) {
				throw new IOException("The built-in Redis did not start; " + log + " says why");
			}
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		StoreProcess.end(this.pidFile, "redis");
	}

}
