package io.oncegate.ops;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard of Grafana. */
record Dashboard(Path file, JsonNode json) {

	/** All of them. */
	static List<Dashboard> all() {
		return Rule.list(Path.of("src/ops/grafana/dashboards"), ".json")
			.stream()
			.map((file) -> new Dashboard(file, JsonMapper.shared().readTree(Rule.text(file))))
			.toList();
	}

	/** The panels of all dashboards, but not the rows. */
	static List<Panel> allPanels() {
		return all().stream().flatMap(Dashboard::panels).toList();
	}

	/** All that they ask Prometheus for. */
	static List<Query> allQueries() {
		return Stream
			.concat(allPanels().stream().map(Panel::queries).flatMap(List::stream),
					all().stream().flatMap(Dashboard::annotations))
			.toList();
	}

	String uid() {
		return this.json.path("uid").asString("");
	}

	Stream<Panel> panels() {
		return panelsAndRows().filter((panel) -> !panel.type().equals("row"));
	}

	Stream<Panel> panelsAndRows() {
		return this.json.path("panels").valueStream().map((panel) -> new Panel(uid(), panel));
	}

	/** What is asked for to be marked on its panels. */
	Stream<Query> annotations() {
		return this.json.at("/annotations/list")
			.valueStream()
			.filter((annotation) -> annotation.has("expr"))
			.map((annotation) -> new Query(uid() + ", annotation", annotation.path("expr").asString("")));
	}

	/** What is asked for to choose from, like {@code label_values(metric, label)}. */
	Stream<Query> variables() {
		return this.json.at("/templating/list")
			.valueStream()
			.filter((variable) -> variable.path("type").asString("").equals("query"))
			.map((variable) -> new Query(uid() + ", variable", variable.at("/query/query").asString("")));
	}

	@Override
	public String toString() {
		return this.file.getFileName().toString();
	}

}
