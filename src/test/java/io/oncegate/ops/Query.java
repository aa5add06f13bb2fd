package io.oncegate.ops;

/**
 * What is asked of Prometheus.
 *
 * @param place where it is asked
 * @param expression in PromQL, with the variables of a dashboard
 */
record Query(String place, String expression) {

	/** The expression with values for the variables, as Grafana would fill in. */
	String filledIn() {
		return this.expression.replace("$instance", ".+").replace("$__rate_interval", "30s").replace("$__range", "5m");
	}

	@Override
	public String toString() {
		return this.place + ": " + this.expression;
	}

}
