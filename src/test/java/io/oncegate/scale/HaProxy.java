package io.oncegate.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A HAProxy before gateways, set as one would first. */
final class HaProxy extends Server {

	private static final int PATIENCE = 10_000;

	private static final String CONFIGURATION = """
			global
				stats socket ipv4@127.0.0.1:%d level admin
			defaults
				mode http
				option redispatch
				timeout connect 5s
				timeout client 50s
				timeout server 50s
			frontend links
				bind 127.0.0.1:%d
				default_backend gateways
			backend gateways
				option httpchk GET /actuator/health/readiness
			""";

	private final int port = FreePort.find();

	private final int adminPort = FreePort.find();

	/** Starts it, and waits until it accepts connections. */
	HaProxy(Path directory, List<Behind> gateways) throws IOException {
		StringBuilder configuration = new StringBuilder(CONFIGURATION.formatted(this.adminPort, this.port));
		for (int n = 0; n < gateways.size(); n++) {
			configuration.append("\tserver %s 127.0.0.1:%d check port %d\n".formatted(name(n), gateways.get(n).port(),
					gateways.get(n).managementPort()));
		}
		Files.createDirectories(directory);
		Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration);
		start(directory.resolve("haproxy.log"),
				List.of(Installed.HAPROXY.program("haproxy"), "-db", "-f", file.toString()),
				() -> !admin("show stat").isEmpty());
	}

	private static String name(int number) {
		return "g" + number;
	}

	/** Where people find the gateways. */
	String address() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * What it says of a gateway: UP, DOWN, DRAIN, or one of them on the way to another.
	 */
	String status(int number) {
		List<String> lines = admin("show stat").lines().toList();
		int status = List.of(lines.get(0).split(",")).indexOf("status");
		return lines.stream()
			.filter((line) -> line.startsWith("gateways," + name(number) + ","))
			.map((line) -> line.split(",")[status])
			.findFirst()
			.orElseThrow();
	}

	boolean isUp(int number) {
		return status(number).equals("UP");
	}

	/** Sends a gateway nothing new. */
	void drain(int number) {
		admin("set server gateways/" + name(number) + " state drain");
	}

	/** Sends a gateway requests again, if it is up. */
	void undrain(int number) {
		admin("set server gateways/" + name(number) + " state ready");
	}

	private String admin(String command) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.adminPort);
				InputStream answer = socket.getInputStream()) {
			socket.setSoTimeout(PATIENCE);
			socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
			return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A gateway.
	 *
	 * @param port where it serves
	 * @param managementPort where it says whether it is ready
	 */
	record Behind(int port, int managementPort) {
	}

}
