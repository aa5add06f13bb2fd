package io.oncegate.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;

/**
 * A rule of Prometheus.
 *
 * @param name the series that it records, or the alert
 * @param expression what it asks for
 * @param labels what it adds
 * @param annotations what an alert says; nothing if it is none
 */
record Rule(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

	private static final Path DIRECTORY = Path.of("src/ops/prometheus/rules");

	/** The files that hold them. */
	static List<Path> files() {
		return list(DIRECTORY, ".yml");
	}

	/** The files in a directory whose names end so. */
	static List<Path> list(Path directory, String end) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(end)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** All of them. */
	static List<Rule> all() {
		return files().stream().flatMap(Rule::read).toList();
	}

	/** Those that are alerts. */
	static List<Rule> alerts() {
		return all().stream().filter(Rule::isAlert).toList();
	}

	boolean isAlert() {
		return !this.annotations.isEmpty();
	}

	/** What an alert says of itself, or nothing. */
	String annotation(String name) {
		return this.annotations.getOrDefault(name, "");
	}

	private static Stream<Rule> read(Path file) {
		Map<String, List<Map<String, Object>>> content = new Yaml().load(text(file));
		return content.getOrDefault("groups", List.of()).stream().flatMap(Rule::ofGroup);
	}

	@SuppressWarnings("unchecked") // as promtool checks
	private static Stream<Rule> ofGroup(Map<String, Object> group) {
		return ((List<Map<String, Object>>) group.getOrDefault("rules", List.of())).stream()
			.map((rule) -> new Rule(String.valueOf(rule.getOrDefault("alert", rule.get("record"))),
					String.valueOf(rule.get("expr")), (Map<String, String>) rule.getOrDefault("labels", Map.of()),
					(Map<String, String>) rule.getOrDefault("annotations", Map.of())));
	}

	/** The text of a file. */
	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name + " " + this.labels;
	}

}
