package io.oncegate.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter.Type;

/** Generates the reference page of the meters from their descriptions in the code. */
final class MetersPage {

	/** Meters of libraries that are useful here. */
	static final List<Foreign> FOREIGN = List.of(
			new Foreign("http_server_requests_seconds", "method, uri, status, outcome, exception",
					"Requests to pages, API and console, by address template. A histogram up to 2.5 s."),
			new Foreign("r2dbc_pool_acquired_connections", "name",
					"PostgreSQL connections in use: `commitConnections` for batches, `connectionFactory` for everything"
							+ " else. Also `_idle_`, `_allocated_`, `_pending_`, `_max_allocated_`."),
			new Foreign("resilience4j_circuitbreaker_state", "name, state",
					"The circuit breaker of Redis: 1 for its current state. While it is open, bookings go through PostgreSQL alone."),
			new Foreign("resilience4j_bulkhead_available_concurrent_calls", "name",
					"Free places for concurrent requests: `openings`, `attempts` (bookings), `changes`."),
			new Foreign("logback_events_total", "level", "Log lines."),
			new Foreign("jvm_memory_used_bytes", "area, id", "JVM memory. Also `jvm_gc_pause_seconds` and others."),
			new Foreign("process_cpu_usage", "", "The gateway's share of the CPUs, from 0 to 1."));

	private MetersPage() {
	}

	static String text() {
		return """
				# Meters

				The management port serves these at `/actuator/prometheus`. This page is generated from the code
				(`io.oncegate.telemetry.Step` and `Measure`). After a change, regenerate it with
				`mvn test -Dtest=MetersPageTests -Dmeters.page=write`.

				All outcomes and tags exist from the start, as 0; only the addresses of requests appear with the first request.
				Tags have few values, whatever clients send.

				## Steps of a redemption

				Each is a histogram (`_bucket`, `_count`, `_sum`, and `_max`) in seconds, with buckets up to %s. With tracing on, it
				is also a span of the same name. A batch belongs to the trace of one of its bookings, and is linked to those of the
				others.

				| meter | outcomes | measures |
				|---|---|---|
				%s
				## Other meters

				| meter | type | tags | measures |
				|---|---|---|---|
				%s
				`oncegate_redis_script_seconds` is a histogram per script.

				## Meters of libraries

				| meter | tags | measures |
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
