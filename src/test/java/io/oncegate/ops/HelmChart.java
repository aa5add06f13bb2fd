package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.marcnuri.helm.Helm;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The Helm chart, rendered by Helm. */
public final class HelmChart {

	static final Path DIRECTORY = Path.of("src/ops/helm");

	/** What must be set, and nothing else. */
	static final String REQUIRED = """
			image: registry.example.com/oncegate:1
			publicUrl: https://book.example.com
			secrets: {name: oncegate}
			redis: {host: redis.example.com}
			postgres: {url: 'r2dbc:postgresql://db.example.com:5432/oncegate'}
			""";

	private final Path place;

	private HelmChart(Path place) {
		this.place = place;
	}

	/** Packages the chart into a directory. */
	public static HelmChart packagedIn(Path directory) throws IOException {
		new Helm(DIRECTORY).packageIt().withDestination(directory).call();
		try (Stream<Path> files = Files.list(directory)) {
			return new HelmChart(files.filter((file) -> file.toString().endsWith(".tgz")).findFirst().orElseThrow());
		}
	}

	/**
	 * The objects that it makes with the required values.
	 * @param more values in addition, or instead of them, as YAML
	 */
	public List<JsonNode> render(String more) throws IOException {
		return renderOnly(REQUIRED, more);
	}

	/** The objects that it makes with values, the last of which win. */
	List<JsonNode> renderOnly(String... yamls) throws IOException {
		Path values = Files.createTempFile("oncegate", ".json");
		try {
			Files.writeString(values, values(yamls).toString());
			String rendered = new Helm(this.place).template()
				.withName("oncegate")
				.withNamespace("booking")
				.withKubeVersion("1.30.0")
				.withValuesFile(values)
				.call();
			return StreamSupport.stream(new Yaml().loadAll(rendered).spliterator(), false)
				.map((document) -> (JsonNode) JsonMapper.shared().valueToTree(document))
				.filter((document) -> !document.isNull())
				.toList();
		}
		finally {
			Files.delete(values);
		}
	}

	/**
	 * Copies the chart, with the files that its links lead to.
	 * @param empty a directory
	 */
	static HelmChart copiedTo(Path empty) throws IOException {
		try (Stream<Path> files = Files.walk(DIRECTORY, FileVisitOption.FOLLOW_LINKS)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path target = empty.resolve(DIRECTORY.relativize(file));
				Files.createDirectories(target.getParent());
				Files.copy(file, target);
			}
		}
		return new HelmChart(empty);
	}

	/**
	 * What Helm's own linter, which takes no values, says of a copy with other defaults.
	 */
	List<String> lint(String more) throws IOException {
		Path defaults = this.place.resolve("values.yaml");
		Files.writeString(defaults, values(Files.readString(defaults), REQUIRED, more).toString());
		return new Helm(this.place).lint().strict().call().getMessages();
	}

	/** Merges values, the last of which win. */
	private static JsonNode values(String... yamls) {
		ObjectNode values = JsonMapper.shared().createObjectNode();
		ObjectReader merging = JsonMapper.shared().readerForUpdating(values);
		for (String yaml : yamls) {
			merging.readValue(JsonMapper.shared().writeValueAsString(new Yaml().load(yaml)));
		}
		return values;
	}

	/** The only object of a kind. */
	public static JsonNode one(List<JsonNode> objects, String kind) {
		List<JsonNode> found = all(objects, kind);
		if (found.size() != 1) {
			throw new AssertionError(found.size() + " of " + kind);
		}
		return found.get(0);
	}

	static List<JsonNode> all(List<JsonNode> objects, String kind) {
		return objects.stream().filter((object) -> object.path("kind").asString("").equals(kind)).toList();
	}

}
