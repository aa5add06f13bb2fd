package io.oncegate.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which settings of the gateway's own are taken and which refused. */
@ExtendWith(OutputCaptureExtension.class)
class OwnSettingsTests {

	private static final Pattern READ = Pattern.compile("[\"{](oncegate\\.[a-z][a-z-]*)[:}\"]");

	private static final Pattern VARIABLE = Pattern.compile("\\bONCEGATE_[A-Z_]+\\b");

	@Test
	void allThatTheCodeReadsAreKnown() throws IOException {
		assertThat(OwnSettings.NAMES).containsExactlyInAnyOrderElementsOf(
				found(READ, "@Value\\([^)]*|getProperty\\([^)]*", 1, Path.of("src/main/java")));
		assertThat(found(Pattern.compile("@ConfigurationProperties"), ".*", 0, Path.of("src/main/java")))
			.as("a record of settings, whose names are not found by this")
			.isEmpty();
	}

	/** As in what the docs and Compose have people set, and in the projects beside. */
	@Test
	void allThatIsSetSomewhereIsTaken() throws IOException {
		Set<String> set = found(VARIABLE, ".*", 0, Path.of("docker-compose.yml"), Path.of("src/ops"),
				Path.of("src/docs"), Path.of("pom.xml"), Path.of("gatling/src"), Path.of("gatling/yardstick"));
		assertThat(set).contains("ONCEGATE_CPUS", "ONCEGATE_BY_HAND", "ONCEGATE_TRUSTED_PROXIES");
		set.forEach((name) -> check(name + "=1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ONCEGATE_TRUSTED_PROXY=10.0.0.0/8    | ONCEGATE_TRUSTED_PROXY is
			ONCEGATE_TRUSTED_PROXIES_0=10.0.0.0/8 | ONCEGATE_TRUSTED_PROXIES_0 is
			ONCEGATE_API_KYE=s3cret              | ONCEGATE_API_KEY
			ONCEGATE_A_PIKEY=s3cret              | ONCEGATE_A_PIKEY is
			ONCEGATE_API_KEY_FILE=/s3cret        | ONCEGATE_API_KEY_FILE is
			ONCEGATE_LINK_SECRETS=s3cret         | ONCEGATE_LINK_SECRETS is
			SPRING_REDIS_HOST=h                  | SPRING_DATA_REDIS_HOST
			SPRING_REDIS_PASSWORD=s3cret         | SPRING_REDIS_PASSWORD is
			SPRING_DATASOURCE_URL=jdbc:s3cret    | SPRING_R2DBC_URL
			SERVER_PORT=65536                    | SERVER_PORT is 65536
			MANAGEMENT_SERVER_PORT=-2            | MANAGEMENT_SERVER_PORT is -2
			""")
	void whatIsMisspeltIsRefused(String settings, String saying) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> check(settings))
			.withMessageContaining(saying)
			.withMessageNotContainingAny("s3cret", "\n");
	}

	/** Releases of which one knows it and the other does not run side by side. */
	@ParameterizedTest
	@ValueSource(strings = { "ONCEGATE_PORT", "ONCEGATE_SERVER_PORT", "ONCEGATE_NAME", "ONCEGATE_MAIL_FROM",
			"ONCEGATE_OPERATOR_KEY", "ONCEGATE_PRIVATE_ADDRESSES" })
	void whatAnotherReleaseMayReadIsNamedInTheLog(String name, CapturedOutput output) {
		check(name + "=s3cret");
		assertThat(output.getAll()).contains("WARN", name + " is not a setting of this release and has no effect.")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ONCEGATE_PUBLIC_URL=https://h ONCEGATE_PUBLICURL=https://h oncegate_data_dir=/d",
			"SERVER_PORT=0 MANAGEMENT_SERVER_PORT=65535",
			// of Kubernetes, for services
			"ONCEGATE_SERVICE_HOST=10.0.0.1 ONCEGATE_SERVICE_PORT=80 ONCEGATE_SERVICE_PORT_HTTP=80",
			"ONCEGATE_PORT=tcp://10.0.0.1:80 ONCEGATE_PORT_80_TCP=tcp://10.0.0.1:80 ONCEGATE_PORT_80_TCP_PROTO=tcp",
			"ONCEGATE_PORT_80_TCP_PORT=80 ONCEGATE_PORT_80_TCP_ADDR=10.0.0.1 ONCEGATE_DB_SERVICE_HOST=10.0.0.2",
			"ONCEGATE_DB_PORT=tcp://10.0.0.2:1 ONCEGATE_DB_PORT_1_UDP_ADDR=10.0.0.2 SPRING_REDIS_SERVICE_HOST=10.0.0.3",
			"SPRING_REDIS_PORT=tcp://10.0.0.3:6379",
			// of Docker, for links
			"ONCEGATE_NAME=/web/oncegate ONCEGATE_ENV_JAVA_VERSION=17 ONCEGATE_1_ENV_PATH=/bin" })
	void whatIsReadOrOfOthersIsTaken(String settings, CapturedOutput output) {
		check(settings);
		assertThat(output.getAll()).doesNotContain("is not a setting");
	}

	/** Only an environment variable may part words by the sign that parts names. */
	@Test
	void propertiesAreJudgedAsTheyAreRead() {
		properties(Map.of("oncegate.api-key", "a", "oncegate.apiKey", "a", "oncegate.public_url", "b"));
		for (String name : List.of("oncegate.api.key", "oncegate.apikeys", "oncegate.trusted-proxies[0]")) {
			assertThatExceptionOfType(StartException.class).isThrownBy(() -> properties(Map.of(name, "tcp://1")))
				.withMessageContaining(name + " is not a known setting");
		}
	}

	private static void properties(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("properties", properties));
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("environment", environment);
		new OwnSettings().postProcessBeanFactory(beans);
	}

	private static void check(String settings) {
		new OwnSettings().postProcessBeanFactory(Variables.of(settings));
	}

	/** What a pattern finds within what another one finds in files. */
	private static Set<String> found(Pattern pattern, String within, int group, Path... places) throws IOException {
		Set<String> found = new TreeSet<>();
		for (Path place : places) {
			try (Stream<Path> files = Files.walk(place)) {
				files.filter(Files::isRegularFile)
					.filter((file) -> !file.toString().endsWith(".png"))
					.flatMap((file) -> Pattern.compile(within).matcher(text(file)).results())
					.map(MatchResult::group)
					.flatMap((part) -> pattern.matcher(part).results())
					.map((match) -> match.group(group))
					.collect(Collectors.toCollection(() -> found));
			}
		}
		return found;
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
