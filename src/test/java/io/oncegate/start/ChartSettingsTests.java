package io.oncegate.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.ops.HelmChart;
import io.oncegate.ops.HelmIsThere;
import io.oncegate.support.Authority;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.SSLMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the gateway takes the settings that the Helm chart gives it. */
@ExtendWith({ HelmIsThere.class, OutputCaptureExtension.class })
class ChartSettingsTests {

	/** Spring Boot's own, as in {@code docker-compose.yml}. */
	private static final Set<String> OTHERS = Set.of("SPRING_CONFIG_IMPORT", "SERVER_ADDRESS",
			"MANAGEMENT_SERVER_ADDRESS", "LOGGING_STRUCTURED_FORMAT_CONSOLE",
			"SPRING_WEBFLUX_MULTIPART_FILE_STORAGE_DIRECTORY");

	private static HelmChart chart;

	private static String ca;

	@BeforeAll
	static void pack(@TempDir Path directory) throws IOException {
		chart = HelmChart.packagedIn(directory);
		ca = new Authority(directory.resolve("ca"), "Stores").certificate().toString();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{}                                                                | verify-full | host     |
					{redis: {tls: false}, postgres: {tls: false}}                     | disable     | host     |
					secrets: {ca: {name: ca}}                                         | verify-full | host     | redis
					{secrets: {ca: {name: ca}}, redis: {host: '', clusterNodes: ['h1:1', 'h2:2']}} | verify-full | cluster | redis
					redis: {host: '', sentinelMaster: m, sentinelNodes: ['h1:1']}     | verify-full | sentinel |
					{trustedProxies: [10.0.0.0/8], postgres: {flywayUrl: 'jdbc:postgresql://h/db'}} | verify-full | host |
					""")
	void theyAreTaken(String values, String sslMode, String redis, String bundle, CapturedOutput output)
			throws IOException {
		List<String> variables = variables(HelmChart.one(chart.render(values), "Deployment"));
		DefaultListableBeanFactory beans = Variables.of(String.join(" ", variables));
		new OwnSettings().postProcessBeanFactory(beans);
		new StoreSettings().postProcessBeanFactory(beans);
		assertThat(output.getAll()).doesNotContain("is not a setting");
		assertThat(variables.stream()
			.map((variable) -> variable.substring(0, variable.indexOf('=')))
			.filter((name) -> !name.matches("(ONCEGATE|SPRING_(DATA_REDIS|R2DBC|FLYWAY|SSL))_.*")))
			.hasSameElementsAs(OTHERS);
		Binder binder = Binder.get(beans.getBean(Environment.class));
		assertThat(PostgresAddress.of(binder.bind("spring.r2dbc", R2dbcProperties.class).get())
			.getValue(PostgresqlConnectionFactoryProvider.SSL_MODE)).isEqualTo(SSLMode.fromValue(sslMode));
		DataRedisProperties address = binder.bind("spring.data.redis", DataRedisProperties.class).get();
		assertThat(address.getSsl().isEnabled()).isEqualTo(!sslMode.equals("disable"));
		assertThat(address.getSsl().getBundle()).isEqualTo(bundle);
		assertThat(Stream.of(address.getHost().equals("redis.example.com") ? "host" : "",
				(address.getCluster() != null) ? "cluster" : "", (address.getSentinel() != null) ? "sentinel" : ""))
			.contains(redis);
	}

	/** What the container's environment and the files of the mounted secrets set. */
	private static List<String> variables(JsonNode deployment) {
		Stream<String> environment = deployment.at("/spec/template/spec/containers/0/env")
			.valueStream()
			.map((entry) -> entry.path("name").asString() + "="
					+ entry.path("value").asString().replace("/etc/oncegate/ca.crt", ca));
		Stream<String> files = deployment.at("/spec/template/spec/volumes/0/projected/sources")
			.valueStream()
			.map((source) -> Variable.of(source.at("/secret/items/0/path").asString()) + "=1");
		return Stream.concat(environment, files).collect(Collectors.toList());
	}

}
