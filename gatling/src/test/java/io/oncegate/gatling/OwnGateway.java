package io.oncegate.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A gateway of this run: with built-in stores, free ports of the loopback interface, and
 * a data directory of its own. It stops when the run ends, however it ends.
 */
final class OwnGateway {

	private static final Duration START = Duration.ofMinutes(2);

	private static final Duration STOP = Duration.ofSeconds(30);

	private final Path jar = Path.of(Settings.text("gateway.jar", "target/oncegate.jar")).normalize();

	private final Path log = this.jar.resolveSibling("gateway-under-load.log");

	private final int port = freePort();

	private final int managementPort = freePort();

	private final Gateway gateway = new Gateway("http://127.0.0.1:" + this.port,
			"http://127.0.0.1:" + this.managementPort, UUID.randomUUID().toString());

	private OwnGateway() {
	}

	/** Starts the gateway, and waits until it is ready. */
	static Gateway start() {
		OwnGateway own = new OwnGateway();
		if (!Files.exists(own.jar)) {
			throw Halt.because("There is no " + own.jar + ". Build it: mvn package -DskipTests");
		}
		try {
			own.launch();
		}
		catch (IOException ex) {
			throw Halt.because("The gateway could not be started: " + ex.getMessage());
		}
		return own.gateway;
	}

	private void launch() throws IOException {
		Path data = Files.createTempDirectory("oncegate-load-");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx512m", "-jar", this.jar.toString());
		builder.environment().keySet().removeIf((name) -> name.startsWith("ONCEGATE_") || name.startsWith("SPRING_"));
		builder.environment()
			.putAll(Map.of("SERVER_ADDRESS", "127.0.0.1", "SERVER_PORT", String.valueOf(this.port),
					"MANAGEMENT_SERVER_ADDRESS", "127.0.0.1", "MANAGEMENT_SERVER_PORT",
					String.valueOf(this.managementPort), "ONCEGATE_PUBLIC_URL", this.gateway.url(), "ONCEGATE_DATA_DIR",
					data.toString(), "ONCEGATE_API_KEY", this.gateway.apiKey(), "ONCEGATE_RATE_LIMIT", "off",
					"ONCEGATE_DRAIN", "0s"));
		Process process = builder.redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
		awaitReady(process);
		System.out.println("Started a gateway at " + this.gateway.url() + "; its log is " + this.log);
	}

	private void awaitReady(Process process) {
		Metrics metrics = new Metrics(this.gateway);
		long deadline = System.nanoTime() + START.toNanos();
		while (!metrics.isReady()) {
			if (!process.isAlive() || System.nanoTime() > deadline) {
				throw Halt.because("The gateway did not start; see " + this.log);
			}
			pause(Duration.ofMillis(200));
		}
	}

	/** Runs when the program exits. */
	private static void stop(Process process, Path data) {
		process.destroy();
		try {
			if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
		}
		try (Stream<Path> files = Files.walk(data)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException | UncheckedIOException ex) {
			System.out.println("Could not delete " + data);
		}
	}

	private static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			throw Halt.because("Interrupted.");
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw Halt.because("There is no free port: " + ex.getMessage());
		}
	}

}
