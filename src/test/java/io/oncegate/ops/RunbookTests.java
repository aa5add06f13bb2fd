package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether an alert leads to what is to be done. */
class RunbookTests {

	private static final String BEFORE_THE_SECTIONS = "how-to-read-it-at-3-am";

	private static final Pattern PANEL = Pattern.compile("\\*(\\w+)\\*, (?:panel )?\"([^\"]+)\"");

	private static final Path SOURCES = Path.of("src/main/java");

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Rule#alerts")
	void anAlertLeadsToItsSectionAndToADashboard(Rule alert) {
		String url = alert.annotation("runbook_url");
		assertThat(url).startsWith("{{ or $externalLabels.runbook \"src/docs/runbook.md\" }}#");
		String anchor = url.substring(url.indexOf('#') + 1);
		assertThat(anchor).isEqualTo(Runbook.anchor(alert.name()));
		assertThat(Runbook.sections()).containsKey(anchor);
		assertThat(Dashboard.all()).extracting(Dashboard::uid).contains(alert.annotation("dashboard"));
		assertThat(alert.annotation("summary")).isNotBlank();
		assertThat(alert.annotation("description")).isNotBlank();
		assertThat(alert.labels().get("severity")).isIn("page", "ticket");
	}

	@Test
	void itNamesPanelsThatAreThere() {
		List<String> panels = Dashboard.allPanels()
			.stream()
			.map((panel) -> panel.dashboard() + ", " + panel.title())
			.toList();
		List<String> named = PANEL.matcher(Runbook.text().replaceAll("\\s+", " "))
			.results()
			.map((found) -> "oncegate-" + found.group(1).toLowerCase(Locale.ROOT) + ", "
					+ found.group(2).replaceAll(",$", ""))
			.toList();
		assertThat(named).hasSizeGreaterThan(20);
		assertThat(panels).containsAll(named);
	}

	@ParameterizedTest
	@ValueSource(strings = { "A store does not answer", "A request failed", "Oncegate did not start.",
			"It is unknown whether a booking was committed", "Redis is responding again.",
			"Redis is not responding. Bookings continue with PostgreSQL alone.", "The state of link ",
			" in Redis is unreadable", " is violated by ", ", repeated " })
	void itQuotesWhatTheLogSays(String words) throws IOException {
		assertThat(Runbook.text().replaceAll("\\s+", " ")).contains(words);
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			assertThat(sources.filter((file) -> file.toString().endsWith(".java")).map(Rule::text))
				.anyMatch((source) -> source.contains(words));
		}
	}

	@Test
	void everySectionBelongsToAnAlertAndSaysAllThatOneNeeds() {
		Set<String> alerts = Rule.alerts()
			.stream()
			.map((alert) -> Runbook.anchor(alert.name()))
			.collect(Collectors.toSet());
		List<String> anchors = Runbook.sections().keySet().stream().skip(1).toList();
		assertThat(anchors.get(0)).isEqualTo(BEFORE_THE_SECTIONS);
		assertThat(anchors.subList(1, anchors.size())).containsExactlyInAnyOrderElementsOf(alerts);
		Runbook.sections()
			.forEach((anchor, text) -> assertThat(text).as(anchor)
				.satisfies((section) -> assertThat(!alerts.contains(anchor) || section
					.matches("(?s).*\\*\\*What it means\\*\\*.*\\*\\*What invitees notice\\*\\*.*"
							+ "\\*\\*What to look at\\*\\*.*\\*\\*What to do\\*\\*.*\\*\\*How to know it is over\\*\\*.*"))
					.isTrue()));
	}

}
