package io.oncegate.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code docker-compose.yml}, with what its anchors stand for, and what
 * {@code src/ops/scale} makes of it.
 */
public final class ComposeFile {

	/** Stands for the tag {@code !reset}: what is without a value is passed on. */
	private static final String RESET = "!reset";

	private ComposeFile() {
	}

	static JsonNode read() {
		return read(Path.of("docker-compose.yml"));
	}

	static JsonNode read(Path yaml) {
		return JsonMapper.shared().valueToTree(new Yaml().load(text(yaml).replace("!reset []", '"' + RESET + '"')));
	}

	/** Both files together, as Compose merges them. */
	public static JsonNode scaled() {
		ObjectNode plain = (ObjectNode) read();
		ObjectNode scale = (ObjectNode) read(Path.of("src/ops/scale/compose.yml"));
		ObjectNode own = scale.withObject("services");
		own.propertyNames().forEach((name) -> own.set(name, extended(own.get(name), own, plain.path("services"))));
		return merged(plain, scale);
	}

	/** A service with what it takes from the one that it extends. */
	private static ObjectNode extended(JsonNode service, JsonNode own, JsonNode plain) {
		ObjectNode result = (ObjectNode) service.deepCopy();
		JsonNode extended = result.remove("extends");
		if (extended == null) {
			return result;
		}
		JsonNode others = extended.has("file") ? plain : own;
		return merged(extended(others.required(extended.path("service").asString()), others, plain), result);
	}

	private static ObjectNode merged(ObjectNode before, JsonNode after) {
		ObjectNode result = before.deepCopy();
		after.forEachEntry((key, value) -> result.set(key, merged(key, result.get(key), value)));
		result.removeIf((value) -> value.isString() && value.asString().equals(RESET));
		return result;
	}

	private static JsonNode merged(String key, @Nullable JsonNode before, JsonNode after) {
		if (key.equals("networks") && before != null && before.isArray()) {
			ObjectNode networks = JsonNodeFactory.instance.objectNode();
			texts(before).forEach(networks::putNull);
			return merged(networks, after);
		}
		if (key.equals("volumes") && before != null && before.isArray()) {
			Map<String, String> byTarget = new LinkedHashMap<>();
			Stream.concat(texts(before).stream(), texts(after).stream())
				.forEach((mount) -> byTarget.put(mount.split(":")[1], mount));
			return JsonMapper.shared().valueToTree(byTarget.values());
		}
		return (before instanceof ObjectNode object && after.isObject()) ? merged(object, after) : after;
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The entries of a list, as text. */
	static List<String> texts(JsonNode list) {
		return list.valueStream().map(JsonNode::asString).toList();
	}

	/** The names of the networks that a service is on. */
	static List<String> networks(JsonNode service) {
		JsonNode networks = service.path("networks");
		return networks.isObject() ? List.copyOf(networks.propertyNames()) : texts(networks);
	}

	/** The parts of the mounts of a service: what, where, and how. */
	static Stream<String[]> mounts(JsonNode service) {
		return texts(service.path("volumes")).stream().map((mount) -> mount.split(":"));
	}

}
