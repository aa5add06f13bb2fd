package io.oncegate.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter.Type;

/** Writes the reference page of the meters from their documentation in the code. */
final class MetersPage {

	/** Meters of libraries, with a note on what they are good for here. */
	static final List<Foreign> FOREIGN = List.of(
			new Foreign("http_server_requests_seconds", "method, uri, status, outcome, exception",
					"Every request, by route: pages, API, console. Histogram up to 2.5 s."),
			new Foreign("r2dbc_pool_acquired_connections", "name",
					"Connections to PostgreSQL in use: `commitConnections` for batches, `connectionFactory` for"
							+ " everything else. Also `_idle_`, `_allocated_`, `_pending_`, `_max_allocated_`."),
			new Foreign("resilience4j_circuitbreaker_state", "name, state",
					"The circuit breaker for Redis: 1 for its current state. Open: bookings continue with PostgreSQL alone."),
			new Foreign("resilience4j_bulkhead_available_concurrent_calls", "name",
					"How many more concurrent requests are admitted: `openings`, `attempts` (bookings), `changes`."),
			new Foreign("logback_events_total", "level", "Log lines."),
			new Foreign("jvm_memory_used_bytes", "area, id",
					"The JVM's memory; also `jvm_gc_pause_seconds` and others."),
			new Foreign("process_cpu_usage", "", "The gateway's CPU usage, from 0 to 1."));

	private MetersPage() {
	}

	static String text() {
		return """
				# Meters

				`GET /actuator/prometheus` on the management port. This page is generated from the code
				(`io.oncegate.telemetry.Step`, `io.oncegate.telemetry.Measure`); after a change there, regenerate it with
				`mvn test -Dtest=MetersPageTests -Dmeters.page=write`.

				Every outcome and every kind is present from the start, with 0; requests appear when their route is first used.
				Tags have few values, whatever clients send.

				## Steps of a redemption

				Each is a histogram (`_bucket`, `_count`, `_sum`, plus `_max`) in seconds, with buckets up to %s, and, with
				tracing, a span of the same name. A batch belongs to the trace of one booking and is linked to those of the
				others.

				| meter | outcome | what is timed |
				|---|---|---|
				%s
				## Other meters

				| meter | kind | tags | meaning |
				|---|---|---|---|
				%s
				`oncegate_commit_batch_rows` is a histogram, `oncegate_redis_script_seconds` one per script.

				## Meters of libraries

				| meter | tags | meaning |
				|---|---|---|
				%s"""
			.formatted(
					Arrays.stream(Buckets.TIMES)
						.map((time) -> time.toSeconds() + " s")
						.reduce((first, last) -> last)
						.orElseThrow(),
					rows(Arrays.stream(Step.values()).map(MetersPage::row)),
					rows(Arrays.stream(Measure.values()).map(MetersPage::row)),
					rows(FOREIGN.stream().map(Foreign::row)));
	}

	static String prometheusName(Step step) {
		return step.getName().replace('.', '_') + "_seconds";
	}

	static String prometheusName(Measure measure) {
		String name = measure.getName().replace('.', '_');
		String unit = (measure.getType() == Type.TIMER) ? "_seconds"
				: (measure.getBaseUnit() != null) ? "_" + measure.getBaseUnit() : "";
		return name + unit + ((measure.getType() == Type.COUNTER) ? "_total" : "");
	}

	private static String row(Step step) {
		return "| `%s` | %s | %s |".formatted(prometheusName(step),
				step.outcomes().stream().map(Outcome::label).collect(Collectors.joining(", ")), step.description());
	}

	private static String row(Measure measure) {
		return "| `%s` | %s | %s | %s |".formatted(prometheusName(measure),
				(measure.getType() == Type.DISTRIBUTION_SUMMARY || measure.getType() == Type.TIMER) ? "histogram"
						: measure.getType().name().toLowerCase(Locale.ROOT),
				Arrays.stream(measure.getKeyNames()).map(KeyName::asString).collect(Collectors.joining(", ")),
				measure.description());
	}

	private static String rows(Stream<String> rows) {
		return rows.collect(Collectors.joining("\n", "", "\n"));
	}

	/** A meter of a library. */
	record Foreign(String name, String tags, String description) {

		String row() {
			return "| `%s` | %s | %s |".formatted(this.name, this.tags, this.description);
		}

	}

}
