package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The types of Kubernetes and of the Prometheus Operator, which {@code .ci/run} fetches.
 * Skips the tests that need them where they are not; with {@code CI=true} it fails them.
 */
class KubernetesApi implements ExecutionCondition {

	private static final Path MODULES = Path.of("target/kubernetes-models/node_modules");

	private static final Path CHECK = Path.of("src/test/resources/kubernetes/check.mjs");

	private static final Needed NEEDED = new Needed("The Helm chart is not checked against the API of Kubernetes.",
			"There is no node, or no " + MODULES + ": .ci/run says how to fetch it by npm.");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return NEEDED.decide(Files.exists(MODULES) && node().isPresent(), context);
	}

	private static Optional<Path> node() {
		return Needed.program(Needed.path(), List.of("node", "node.exe"));
	}

	/**
	 * What is wrong with objects: unknown or missing fields, and values of other types.
	 */
	static List<String> mistakes(List<JsonNode> objects) throws IOException, InterruptedException {
		Path file = Files.createTempFile("oncegate", ".json");
		Path output = Files.createTempFile("oncegate", ".txt");
		try {
			Files.writeString(file, JsonMapper.shared().writeValueAsString(objects));
			Process process = new ProcessBuilder(node().orElseThrow().toString(), CHECK.toString(), MODULES.toString(),
					file.toString())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(1, TimeUnit.MINUTES);
			process.destroyForcibly();
			List<String> printed = Files.readAllLines(output);
			if (!ended || process.exitValue() != 0) {
				throw new AssertionError(String.join("\n", printed));
			}
			return printed;
		}
		finally {
			Files.delete(file);
			Files.delete(output);
		}
	}

}
