package io.oncegate.ops;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether an alert leads to what is to be done. */
class RunbookTests {

	private static final String BEFORE_THE_SECTIONS = "how-to-read-it-at-3-am";

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
