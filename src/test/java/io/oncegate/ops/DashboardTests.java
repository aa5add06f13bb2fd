package io.oncegate.ops;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the dashboards tell whoever has never read the code. */
class DashboardTests {

	private static final Set<String> KINDS = Set.of("stat", "timeseries", "heatmap", "bargauge", "gauge", "table");

	private static final Pattern ALERT = Pattern.compile("Oncegate[A-Z]\\w+");

	@Test
	void thereIsOneForEachQuestion() {
		assertThat(Dashboard.all()).extracting(Dashboard::uid)
			.containsExactlyInAnyOrder("oncegate-redemption", "oncegate-stores", "oncegate-campaign", "oncegate-jvm");
	}

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Dashboard#all")
	void aDashboardIsSmallAndItsPanelsAreToldApart(Dashboard dashboard) {
		assertThat(dashboard.panels()).hasSizeBetween(8, 16);
		assertThat(dashboard.panelsAndRows()).extracting(Panel::id).doesNotHaveDuplicates();
		assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
		assertThat(dashboard.json().path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
		assertThat(dashboard.file()).hasFileName(dashboard.uid().replace("oncegate-", "") + ".json");
	}

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Dashboard#all")
	void aDashboardLeadsToTheOthersAndToTheRunbook(Dashboard dashboard) {
		assertThat(dashboard.json().path("tags").valueStream()).extracting((tag) -> tag.asString(""))
			.contains("oncegate");
		assertThat(dashboard.json().path("links").valueStream()).extracting((link) -> link.path("type").asString(""))
			.containsExactly("dashboards", "link");
		assertThat(dashboard.json().at("/links/1/url").asString("")).isEqualTo("${runbook}");
	}

	@ParameterizedTest
	@MethodSource("io.oncegate.ops.Dashboard#allPanels")
	void aPanelSaysWhatNormalLooksLike(Panel panel) {
		assertThat(panel.description()).containsPattern("\\S{3}.+\n\nNormal: .{15}");
		assertThat(panel.type()).isIn(KINDS);
		assertThat(panel.queries()).isNotEmpty();
		assertThat(panel.sources()).containsOnly("prometheus");
	}

	@Test
	void panelsNameOnlyAlertsThatAreThere() {
		Set<String> alerts = Rule.alerts().stream().map(Rule::name).collect(Collectors.toSet());
		List<String> named = Dashboard.allPanels()
			.stream()
			.flatMap((panel) -> ALERT.matcher(panel.description()).results().map(MatchResult::group))
			.toList();
		assertThat(named).isNotEmpty();
		assertThat(alerts).containsAll(named);
	}

}
