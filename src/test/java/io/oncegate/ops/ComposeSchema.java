package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of the Compose specification, which {@code .ci/run} fetches. Skips the tests
 * that need it where it is not, and says so in one line; with {@code CI=true} it fails
 * them.
 */
class ComposeSchema implements ExecutionCondition {

	private static final Path FILE = Path.of("target/compose-schema/compose.schema.json");

	private static final String MISSING = "There is no " + FILE + ": .ci/run says how to fetch it by npm.";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		ConditionEvaluationResult result = decide(Files.exists(FILE), "true".equals(System.getenv("CI")));
		if (result.isDisabled()) {
			System.out.println("docker-compose.yml is not checked against the Compose specification. " + MISSING);
		}
		return result;
	}

	/**
	 * Tells whether the tests run.
	 * @throws IllegalStateException if they must run and cannot
	 */
	static ConditionEvaluationResult decide(boolean there, boolean ci) {
		if (there) {
			return ConditionEvaluationResult.enabled("There is a schema");
		}
		if (ci) {
			throw new IllegalStateException(MISSING + " With CI=true it is not done without.");
		}
		return ConditionEvaluationResult.disabled(MISSING);
	}

	/** What is wrong with a Compose file. */
	static List<Error> mistakes(JsonNode compose) throws IOException {
		JsonMapper json = JsonMapper.shared();
		ObjectNode schema = (ObjectNode) json.readTree(Files.readString(FILE));
		// Its own address, and its draft's, are not in the form that they have to have.
		schema.remove(List.of("$id", "$schema"));
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
			.getSchema(json.writeValueAsString(schema))
			.validate(json.writeValueAsString(compose), InputFormat.JSON);
	}

}
