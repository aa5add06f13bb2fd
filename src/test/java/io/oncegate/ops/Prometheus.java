package io.oncegate.ops;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.oncegate.faults.Gateway;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Loopback;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus with our rules, in a process of its own. It asks a gateway every second,
 * and takes a second for what else is a minute.
 */
final class Prometheus implements AutoCloseable {

	private static final String CONFIGURATION = """
			global:
			  scrape_interval: 1s
			  evaluation_interval: 1s
			rule_files:
			  - rules/*.yml
			scrape_configs:
			  - job_name: oncegate
			    metrics_path: /actuator/prometheus
			    static_configs:
			      - targets: ['127.0.0.1:%d']
			""";

	private final int port = Gateway.freePort();

	private final Process process;

	/** Starts it, and waits until it is ready. */
	Prometheus(Path directory, Gateway gateway) throws IOException {
		Path configuration = directory.resolve("prometheus.yml");
		Files.writeString(configuration, CONFIGURATION.formatted(gateway.managementPort()));
		Path rules = Files.createDirectories(directory.resolve("rules"));
		for (Path file : Rule.files()) {
			Files.writeString(rules.resolve(file.getFileName()), everySecond(Rule.text(file)));
		}
		Path log = directory.resolve("prometheus.log");
		this.process = new ProcessBuilder(List.of(Program.PROMETHEUS.find().orElseThrow().toString(),
				"--config.file=" + configuration, "--storage.tsdb.path=" + directory.resolve("data"),
				"--web.listen-address=127.0.0.1:" + this.port, "--log.level=warn"))
			.redirectErrorStream(true)
			.redirectOutput(Redirect.to(log.toFile()))
			.start();
		Waiting.until("Prometheus is ready; see " + log, () -> get("/-/ready").contains("eady"));
	}

	private static String everySecond(String rules) {
		return rules.replace("interval: 1m", "interval: 1s");
	}

	/** The series that an expression gives; fails if it is none. */
	JsonNode query(String expression) {
		JsonNode answer = JsonMapper.shared()
			.readTree(get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
		if (!answer.path("status").asString("").equals("success")) {
			throw new AssertionError(expression + ": " + answer);
		}
		return answer.at("/data/result");
	}

	/** The values of a label of some series. */
	JsonNode values(String label, String selector) {
		return JsonMapper.shared()
			.readTree(get("/api/v1/label/" + label + "/values?match[]="
					+ URLEncoder.encode(selector, StandardCharsets.UTF_8)))
			.path("data");
	}

	private String get(String path) {
		return Loopback.get(this.port, path.replace("[]", "%5B%5D"));
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
