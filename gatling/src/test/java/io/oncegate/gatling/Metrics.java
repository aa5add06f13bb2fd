package io.oncegate.gatling;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.OptionalDouble;

/** What the gateway's management port reports. */
final class Metrics {

	private static final String VIOLATIONS = "oncegate_invariant_violations";

	private final String url;

	Metrics(Gateway gateway) {
		this.url = gateway.managementUrl();
	}

	boolean isReady() {
		try {
			return get("/actuator/health/readiness").statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Aborts the run if the gateway's meters cannot be read, or report that a law is
	 * already broken.
	 */
	void require() {
		try {
			if (lines(VIOLATIONS).isEmpty()) {
				throw Halt.because("There is no meter " + VIOLATIONS + " at " + this.url
						+ "/actuator/prometheus. Say where the gateway's management port is by -DmanagementUrl=URL.");
			}
			for (String law : broken()) {
				throw Halt.because("The gateway has seen a law broken before this run: " + law + ". See its log.");
			}
		}
		catch (IOException ex) {
			throw Halt.because("No management port answers at " + this.url
					+ ". Say where the gateway's is by -DmanagementUrl=URL.");
		}
	}

	/**
	 * The laws that the gateway has seen broken since it started, one line of the meter
	 * each.
	 */
	List<String> broken() throws IOException {
		return lines(VIOLATIONS).stream().filter((line) -> value(line) != 0).toList();
	}

	/** The used heap in bytes, including garbage; empty if there is no answer. */
	OptionalDouble heap() {
		try {
			List<String> pools = lines("jvm_memory_used_bytes").stream()
				.filter((line) -> line.contains("area=\"heap\""))
				.toList();
			return pools.isEmpty() ? OptionalDouble.empty()
					: OptionalDouble.of(pools.stream().mapToDouble(Metrics::value).sum());
		}
		catch (IOException ex) {
			return OptionalDouble.empty();
		}
	}

	private static double value(String line) {
		return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
	}

	private List<String> lines(String meter) throws IOException {
		return get("/actuator/prometheus").body().lines().filter((line) -> line.startsWith(meter + "{")).toList();
	}

	private HttpResponse<String> get(String path) throws IOException {
		return Http.send(Http.request(this.url + path), BodyHandlers.ofString());
	}

}
