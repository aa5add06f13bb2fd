package io.oncegate.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import redis.embedded.RedisExecProvider;

/**
 * A real Redis that speaks TLS alone, and asks for a password and, if told so, for a
 * client's certificate.
 */
public final class TlsRedis implements AutoCloseable {

	public static final String PASSWORD = "another-password-that-nobody-may-see";

	private final int port = freePort();

	private final Process process;

	/** Starts it, and waits until it is ready. */
	public TlsRedis(Path directory, Authority authority, Path certificate, boolean asksClients) throws IOException {
		this.process = new ProcessBuilder(List.of(RedisExecProvider.defaultProvider().get().getPath(), "--bind",
				"127.0.0.1", "--port", "0", "--tls-port", String.valueOf(this.port), "--dir",
				Files.createDirectories(directory).toString(), "--save", "", "--tls-cert-file", certificate.toString(),
				"--tls-key-file", authority.key().toString(), "--tls-ca-cert-file", authority.certificate().toString(),
				"--tls-auth-clients", asksClients ? "yes" : "no", "--requirepass", PASSWORD))
			.redirectErrorStream(true)
			.start();
		BufferedReader log = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder said = new StringBuilder();
		while (said.indexOf("Ready to accept connections") < 0) {
			String line = log.readLine();
			if (line == null) {
				throw new AssertionError("Redis did not start: " + said);
			}
			said.append(line).append('\n');
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
