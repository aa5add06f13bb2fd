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

	/** Those that libraries give, with a word on what they are good for here. */
	static final List<Foreign> FOREIGN = List.of(
			new Foreign("http_server_requests_seconds", "method, uri, status, outcome, exception",
					"Every request, by the template of its address: pages, API, console. Histogram up to 2.5 s."),
			new Foreign("r2dbc_pool_acquired_connections", "name",
					"Connections to PostgreSQL in use: `commitConnections` write batches, `connectionFactory` does all"
							+ " else. Beside it `_idle_`, `_allocated_`, `_pending_`, `_max_allocated_`."),
			new Foreign("resilience4j_circuitbreaker_state", "name, state",
					"The circuit of Redis: 1 for the state in which it is. Open: booking goes on from PostgreSQL alone."),
			new Foreign("resilience4j_bulkhead_available_concurrent_calls", "name",
					"How many more requests are let in at once: `openings`, `attempts` (bookings), `changes`."),
			new Foreign("logback_events_total", "level", "Lines of the log."),
			new Foreign("jvm_memory_used_bytes", "area, id",
					"The JVM's memory; `jvm_gc_pause_seconds` and others" + " beside it."),
			new Foreign("process_cpu_usage", "", "The gateway's part of the processors, from 0 to 1."));

	private MetersPage() {
	}

	static String text() {
		return """
				# Meters

				`GET /actuator/prometheus` on the management port. This page is written from the code
				(`io.oncegate.telemetry.Step`, `io.oncegate.telemetry.Measure`); after a change there,
				`mvn test -Dtest=MetersPageTests -Dmeters.page=write` writes it anew.

				Every outcome and every kind is there from the start, with 0; a request by its address when it first comes. Tags
				have few values, whatever is sent to the gateway.

				## Steps of a redemption

				Each is a histogram (`_bucket`, `_count`, `_sum`, beside `_max`) in seconds, with buckets up to %s, and with
				tracing a span of the same name. A commit in a batch is a part of one trace and linked to those of the other
				bookings of the batch.

				| meter | outcome | what is timed |
				|---|---|---|
				%s
				## Numbers

				| meter | kind | tags | what it says |
				|---|---|---|---|
				%s
				`oncegate_commit_batch_rows` is a histogram, `oncegate_redis_script_seconds` one for each script.

				## Of libraries

				| meter | tags | what it says |
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
