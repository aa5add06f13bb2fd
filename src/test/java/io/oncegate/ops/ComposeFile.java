package io.oncegate.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code docker-compose.yml}, with what its anchors stand for. */
final class ComposeFile {

	private ComposeFile() {
	}

	static JsonNode read() {
		return read(Path.of("docker-compose.yml"));
	}

	static JsonNode read(Path yaml) {
		return JsonMapper.shared().valueToTree(new Yaml().load(text(yaml)));
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

	/** The parts of the mounts of a service: what, where, and how. */
	static Stream<String[]> mounts(JsonNode service) {
		return texts(service.path("volumes")).stream().map((mount) -> mount.split(":"));
	}

}
