package io.oncegate.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.oncegate.support.Loopback;

/** A gateway in a process of its own. */
public final class Gateway implements AutoCloseable {

	public static final String API_KEY = "test-key-0123456789";

	static final String LINK_SECRET = "b25jZWdhdGUtb25jZWdhdGUtb25jZWdhdGUtMTIzNDU=";

	private final int port;

	private final int managementPort;

	private final Path log;

	private final Process process;

	/** Starts it, and waits until it is ready. */
	public Gateway(Class<?> program, Stores stores, Duration lease, Path log, String... arguments) throws IOException {
		this(program, stores.settings(), lease, log, arguments);
	}

	/** Starts it with stores elsewhere, and waits until it is ready. */
	public Gateway(Class<?> program, Map<String, String> stores, Duration lease, Path log, String... arguments)
			throws IOException {
		this(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				program.getName()), stores, lease, log, arguments);
	}

	/** Starts another release of it, and waits until it is ready. */
	public Gateway(Path jar, Map<String, String> stores, Duration lease, Path log) throws IOException {
		this(List.of("-jar", jar.toString()), stores, lease, log);
	}

	private Gateway(List<String> program, Map<String, String> stores, Duration lease, Path log, String... arguments)
			throws IOException {
		this.log = log;
		this.port = port(stores, "SERVER_PORT");
		this.managementPort = port(stores, "MANAGEMENT_SERVER_PORT");
		List<String> command = new ArrayList<>(List.of(jdk("java"), "-Xmx256m", "-XX:+ExitOnOutOfMemoryError",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dio.netty.leakDetection.samplingInterval=1"));
		command.addAll(program);
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment()
			.putAll(Map.ofEntries(Map.entry("SERVER_PORT", String.valueOf(this.port)),
					Map.entry("SERVER_ADDRESS", "127.0.0.1"),
					Map.entry("MANAGEMENT_SERVER_PORT", String.valueOf(this.managementPort)),
					Map.entry("ONCEGATE_API_KEY", API_KEY), Map.entry("ONCEGATE_LINK_SECRET", LINK_SECRET),
					Map.entry("ONCEGATE_RATE_LIMIT", "off"),
					Map.entry("ONCEGATE_CLAIM_LEASE", lease.toSeconds() + "s")));
		builder.environment().putAll(stores);
		this.process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			awaitReady();
		}
		catch (Throwable ex) {
			this.process.destroyForcibly();
			throw ex;
		}
	}

	private void awaitReady() {
		Waiting.until("the gateway is ready; see " + this.log, () -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("The gateway did not start; see " + this.log);
			}
			return get("/actuator/health/readiness").endsWith("\"status\":\"UP\"}");
		});
	}

	private static int port(Map<String, String> settings, String name) {
		String port = settings.get(name);
		return (port != null) ? Integer.parseInt(port) : freePort();
	}

	private static String jdk(String program) {
		return Path.of(System.getProperty("java.home"), "bin", program).toString();
	}

	/** A port of the loopback interface that nobody uses now. */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	public String address() {
		return "http://127.0.0.1:" + this.port;
	}

	public int port() {
		return this.port;
	}

	/** Its process. */
	public long pid() {
		return this.process.pid();
	}

	public int managementPort() {
		return this.managementPort;
	}

	/** Adds up the values of those series of a meter that carry all these tags. */
	public double meter(String name, String... tags) {
		return get("/actuator/prometheus").lines()
			.filter((line) -> line.startsWith(name + "{") || line.startsWith(name + " "))
			.filter((line) -> List.of(tags).stream().allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	public boolean circuitIs(String state) {
		return meter("resilience4j_circuitbreaker_state", "state=\"" + state + "\"") == 1;
	}

	/** Reads from the management port; nothing if it does not answer. */
	public String get(String path) {
		return Loopback.get(this.managementPort, path);
	}

	public String log() throws IOException {
		return Files.readString(this.log);
	}

	/**
	 * The kinds of buffers that nobody gave back, with where they were made, as Netty
	 * finds and says in the log.
	 */
	public List<String> leaks() throws IOException, InterruptedException {
		collectGarbage();
		// It tells of what it lost when it is next asked for a buffer.
		meter("jvm_memory_used_bytes");
		return Stream.of(log().split("LEAK:")).skip(1).toList();
	}

	private void collectGarbage() throws IOException, InterruptedException {
		Process command = new ProcessBuilder(jdk("jcmd"), String.valueOf(this.process.pid()), "GC.run")
			.redirectErrorStream(true)
			.redirectOutput(Redirect.DISCARD)
			.start();
		if (command.waitFor() != 0) {
			throw new AssertionError("jcmd failed");
		}
	}

	/** SIGKILL. */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** SIGTERM: asks it to stop, and does not wait. */
	public void stop() {
		this.process.destroy();
	}

	/** Waits for its end. */
	public boolean ends(Duration within) throws InterruptedException {
		return this.process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Kills it: stopping it is for a test of its own. */
	@Override
	public void close() throws InterruptedException {
		kill();
	}

}
