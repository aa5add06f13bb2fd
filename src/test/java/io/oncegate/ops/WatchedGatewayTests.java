package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.Oncegate;
import io.oncegate.faults.Gateway;
import io.oncegate.faults.Stores;
import io.oncegate.faults.Waiting;
import io.oncegate.support.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether the dashboards and alerts ask for what there is: a real Prometheus with our
 * rules watches a real gateway, to which people of every kind come.
 */
@Slow
@ExtendWith(PrometheusIsThere.class)
@TestInstance(Lifecycle.PER_CLASS)
class WatchedGatewayTests {

	/** How many are harmed: enough to wake somebody. */
	private static final int HARMED = 12;

	private static final String FIRING = "ALERTS{alertname=\"OncegateErrorBudgetBurning\", alertstate=\"firing\"}";

	/** Whether a busy machine that builds is quick is not tested here. */
	private static final String OTHERS = "ALERTS{alertname!~\"OncegateErrorBudget.+\"}";

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private final Deque<AutoCloseable> running = new ArrayDeque<>();

	private Gateway gateway;

	private Prometheus prometheus;

	private JsonNode alertsOfAGoodDay;

	@BeforeAll
	void watch() throws IOException, SQLException {
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "watched-")
			.toAbsolutePath();
		Stores stores = running(new Stores(directory));
		this.gateway = running(
				new Gateway(Oncegate.class, stores, Duration.ofSeconds(30), directory.resolve("gateway.log")));
		this.prometheus = running(new Prometheus(directory, this.gateway));
		Waiting.until("the gateway is seen", () -> !this.prometheus.query("oncegate_ready == 1").isEmpty());
		Traffic traffic = new Traffic(this.gateway);
		traffic.goodDay(stores);
		Waiting.until("the good day is seen",
				() -> !this.prometheus.query("rate(oncegate_links_redeemed_total[30s]) > 0").isEmpty());
		this.alertsOfAGoodDay = this.prometheus.query(OTHERS);
		traffic.badMinute(stores, HARMED);
		Waiting.until("an alert fires", () -> !this.prometheus.query(FIRING).isEmpty());
	}

	private <T extends AutoCloseable> T running(T program) {
		this.running.push(program);
		return program;
	}

	@AfterAll
	void stop() throws Exception {
		for (AutoCloseable program : this.running) {
			program.close();
		}
	}

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Dashboard#allQueries")
	void noPanelAsksForWhatIsNotThere(Query query) {
		assertThat(this.prometheus.query(query.filledIn())).isNotEmpty();
		allSelected(query.filledIn());
	}

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Rule#all")
	void noRuleAsksForWhatIsNotThere(Rule rule) {
		this.prometheus.query(rule.expression());
		allSelected(rule.expression());
	}

	private void allSelected(String expression) {
		assertThat(Selectors.in(expression)).isNotEmpty()
			.allSatisfy((selector) -> assertThat(this.prometheus.query("count(" + selector + ")")).isNotEmpty());
	}

	@Test
	void thereAreGatewaysToChooseFrom() {
		List<Query> variables = Dashboard.all().stream().flatMap(Dashboard::variables).toList();
		assertThat(variables).hasSize(Dashboard.all().size()).allSatisfy((variable) -> {
			Matcher query = LABEL_VALUES.matcher(variable.expression());
			assertThat(query.matches()).isTrue();
			assertThat(this.prometheus.values(query.group(2), query.group(1)).valueStream())
				.extracting((value) -> value.asString(""))
				.containsExactly("127.0.0.1:" + this.gateway.managementPort());
		});
	}

	@Test
	void aGoodDayWakesNobody() {
		String names = this.alertsOfAGoodDay.valueStream()
			.map((alert) -> alert.at("/metric/alertname").asString(""))
			.collect(Collectors.joining("|"));
		// A scrape that is late makes one pending for a moment.
		Waiting.until("these alerts are over: " + names,
				() -> this.prometheus.query("ALERTS{alertname=~\"" + names + "\"}").isEmpty());
	}

	@Test
	void everyMeterOfOursIsWatched() {
		Set<String> meters = this.gateway.get("/actuator/prometheus")
			.lines()
			.filter((line) -> line.startsWith("# TYPE oncegate_"))
			.map((line) -> line.split(" ")[2])
			.collect(Collectors.toCollection(TreeSet::new));
		// Of a histogram, the longest of late is told beside it.
		meters.removeIf((name) -> name.endsWith("_max") && meters.contains(name.replaceAll("_max$", "")));
		Set<String> watched = Stream
			.concat(Dashboard.allQueries().stream().map(Query::expression), Rule.all().stream().map(Rule::expression))
			.flatMap((expression) -> Selectors.in(expression).stream())
			.map((selector) -> selector.replaceAll("(_bucket|_count|_sum|_max)?(\\s*\\{.*)?$", ""))
			.collect(Collectors.toSet());
		assertThat(meters).isNotEmpty();
		assertThat(watched).containsAll(meters);
	}

}
