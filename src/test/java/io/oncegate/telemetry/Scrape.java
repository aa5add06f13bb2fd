package io.oncegate.telemetry;

import java.util.List;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Reads the meters as Prometheus does. */
public final class Scrape {

	private Scrape() {
	}

	/** The lines of the plain format. */
	public static List<String> of(PrometheusMeterRegistry meters) {
		return of(meters, "text/plain; version=0.0.4; charset=utf-8");
	}

	/** The lines of a format. */
	static List<String> of(PrometheusMeterRegistry meters, String format) {
		return meters.scrape(format).lines().toList();
	}

}
