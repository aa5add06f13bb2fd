package io.oncegate.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.web.http.PublicUrl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference page says what the gateway measures, all of it and nothing else. */
@GatewayTest
class MetersPageTests {

	private static final Path PAGE = Path.of("src/docs/meters.md");

	private static final Pattern SERIES = Pattern.compile("^(oncegate_\\w+?)(?:_bucket|_count|_sum|_max)?(\\{.*})? .*");

	@Autowired
	private PrometheusMeterRegistry meters;

	@Test
	void thePageIsWhatTheCodeSays() throws IOException {
		if ("write".equals(System.getProperty("meters.page"))) {
			Files.writeString(PAGE, MetersPage.text());
		}
		assertThat(PAGE).hasContent(MetersPage.text());
	}

	@Test
	void everyMeterIsThereFromTheStartAndOnThePage() {
		Set<String> measured = new TreeSet<>();
		for (String line : Scrape.of(this.meters)) {
			Matcher series = SERIES.matcher(line);
			if (series.matches()) {
				measured.add(series.group(1));
			}
		}
		List<String> documented = Stream
			.concat(Arrays.stream(Step.values()).map(MetersPage::prometheusName),
					Arrays.stream(Measure.values()).map(MetersPage::prometheusName))
			.filter((name) -> name.startsWith("oncegate_"))
			.toList();
		assertThat(measured).containsExactlyInAnyOrderElementsOf(documented);
	}

	@Test
	void everyOutcomeOfAStepIsThereFromTheStart() {
		List<String> scrape = Scrape.of(this.meters);
		for (Step step : Step.values()) {
			for (Outcome outcome : step.outcomes()) {
				String labels = "{outcome=\"" + outcome.label() + "\"";
				String name = MetersPage.prometheusName(step);
				assertThat(scrape).anyMatch((line) -> line.startsWith(name + "_count" + labels))
					.anyMatch((line) -> line.startsWith(name + "_bucket" + labels + ",le=\"0.25\"}"));
			}
		}
	}

	@Test
	void theMetersOfLibrariesAreThere(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		Client.of(port, publicUrl).get("/").is(200);
		// A request is measured after its answer.
		Awaitility.await().untilAsserted(() -> {
			List<String> scrape = Scrape.of(this.meters);
			assertThat(MetersPage.FOREIGN)
				.allMatch((meter) -> scrape.stream().anyMatch((line) -> line.startsWith(meter.name())));
		});
	}

}
