package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.oncegate.support.Needed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of the Compose specification, which {@code .ci/run} fetches. Skips the tests
 * that need it where it is not; with {@code CI=true} it fails them.
 */
class ComposeSchema implements ExecutionCondition {

	private static final Path FILE = Path.of("target/compose-schema/compose.schema.json");

	private static final Needed SCHEMA = new Needed(
			"docker-compose.yml is not checked against the Compose specification.",
			"There is no " + FILE + ": .ci/run says how to fetch it by npm.");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return SCHEMA.decide(Files.exists(FILE), context);
	}

	static ConditionEvaluationResult decide(boolean there, boolean ci) {
		return SCHEMA.decide(there, ci);
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
