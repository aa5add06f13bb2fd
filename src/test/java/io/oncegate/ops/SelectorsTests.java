package io.oncegate.ops;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which series an expression selects. */
class SelectorsTests {

	@Test
	void aSeriesIsSelectedByItsNameAndLabels() {
		assertThat(
				Selectors.in("sum by (law) (rate(requests_total{uri=\"/l/{token}\", status!~\"4.+\"}[5m])) / 1e3 > 0"))
			.containsExactly("requests_total{uri=\"/l/{token}\", status!~\"4.+\"}");
	}

	@Test
	void functionsOperatorsAndTheirLabelsAreNone() {
		assertThat(Selectors.in("""
				label_replace(max(a) < bool max(max_over_time(b:rate5m[1d])), "store", "postgres", "", "")
				or (sum(c) or vector(0)) == 0 unless on () d{x="y"} == 0 and ignoring (instance) time() - e"""))
			.containsExactly("a", "b:rate5m", "c", "d{x=\"y\"}", "e");
	}

}
