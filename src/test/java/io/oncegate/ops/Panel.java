package io.oncegate.ops;

import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * A panel of a dashboard.
 *
 * @param dashboard the uid of its dashboard
 */
record Panel(String dashboard, JsonNode json) {

	String title() {
		return text("title");
	}

	String description() {
		return text("description");
	}

	String type() {
		return text("type");
	}

	int id() {
		return this.json.path("id").asInt();
	}

	/** What it asks Prometheus for. */
	List<Query> queries() {
		return this.json.path("targets")
			.valueStream()
			.map((target) -> new Query(this.dashboard + ", " + title(), target.path("expr").asString("")))
			.toList();
	}

	/** The uids of the data sources that it and its queries name. */
	Stream<String> sources() {
		return Stream.concat(Stream.of(this.json), this.json.path("targets").valueStream())
			.map((node) -> node.at("/datasource/uid").asString(""));
	}

	private String text(String name) {
		return this.json.path(name).asString("");
	}

	@Override
	public String toString() {
		return this.dashboard + ", " + title();
	}

}
