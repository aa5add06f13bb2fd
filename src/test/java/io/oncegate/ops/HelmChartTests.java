package io.oncegate.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the Helm chart promises, as Helm renders it. */
@ExtendWith(HelmIsThere.class)
class HelmChartTests {

	private static final String EVERYTHING = """
			trustedProxies: [10.42.0.0/16, '2001:db8::/32']
			secrets: {ca: {name: stores-ca}}
			postgres: {flywayUrl: 'jdbc:postgresql://db.example.com:5432/oncegate'}
			env: {LOGGING_LEVEL_IO_ONCEGATE: debug, SPRING_DATA_REDIS_SENTINEL_PASSWORD: {secretKeyRef: {name: a, key: b}}}
			pod: {imagePullSecrets: [{name: registry}], nodeSelector: {a: b}, priorityClassName: high}
			service: {type: LoadBalancer, annotations: {a: b}}
			ingress: {enabled: true, className: nginx, tlsSecret: tls, annotations: {a: b}}
			networkPolicy: {egressPorts: [4318]}
			monitoring: {enabled: true, labels: {release: prometheus}}
			""";

	private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

	private static final String POD = "/spec/template/spec";

	private static final String GATEWAY = POD + "/containers/0";

	@TempDir
	private static Path directory;

	private static HelmChart chart;

	@BeforeAll
	static void pack() throws IOException {
		chart = HelmChart.packagedIn(directory);
	}

	private static JsonNode deployment(String more) throws IOException {
		return HelmChart.one(chart.render(more), "Deployment");
	}

	@Test
	void helmFindsNoFault(@TempDir Path copy) throws IOException {
		assertThat(HelmChart.copiedTo(copy).lint(EVERYTHING)).containsExactly("[INFO] Chart.yaml: icon is recommended");
	}

	@ParameterizedTest
	@ExtendWith(KubernetesApi.class)
	@ValueSource(strings = { "", EVERYTHING,
			"{redis: {host: '', clusterNodes: ['h1:6379', 'h2:6379']}, replicas: {min: 3, max: 3}}",
			"{redis: {host: '', sentinelMaster: m, sentinelNodes: ['h1:26379']}, networkPolicy: {ingressNamespace: '', monitoringNamespace: ''}}" })
	void everyObjectFollowsTheApi(String more) throws IOException, InterruptedException {
		assertThat(KubernetesApi.mistakes(chart.render(more))).isEmpty();
	}

	@Test
	@ExtendWith(KubernetesApi.class)
	void mistakesAreFound() throws IOException, InterruptedException {
		List<JsonNode> objects = chart.render(EVERYTHING);
		((ObjectNode) HelmChart.one(objects, "Deployment").at(GATEWAY)).put("readinesProbe", 1).remove("name");
		((ObjectNode) HelmChart.one(objects, "Deployment").at(GATEWAY + "/env/0")).put("value", 1);
		((ObjectNode) HelmChart.one(objects, "ServiceMonitor").at("/spec/endpoints/0")).put("intervall", "15s");
		assertThat(KubernetesApi.mistakes(objects)).hasSize(3)
			.anySatisfy((line) -> assertThat(line).contains("must have required property name",
					"env/0/value must be string"))
			.anySatisfy((line) -> assertThat(line).contains("readinesProbe is unknown"))
			.anySatisfy((line) -> assertThat(line).contains("intervall is unknown"));
	}

	@Test
	void theExampleInTheDocumentsIsComplete() throws IOException {
		Matcher example = EXAMPLE.matcher(Rule.text(Path.of("src/docs/operate.md")));
		assertThat(example.find()).isTrue();
		assertThat(chart.renderOnly(example.group(1))).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			image: ''                                                    | Set image
			publicUrl: ''                                                | Set publicUrl
			secrets: {name: ''}                                          | Set secrets.name or secrets.linkSecret.name
			secrets: {name: '', linkSecret: {name: a}}                   | secrets.apiKey.name
			postgres: {url: ''}                                          | Set postgres.url
			postgres: {url: 'r2dbc:postgresql://ann:s3cret@h/db'}        | put them into a Secret
			postgres: {url: 'r2dbc:postgresql://h/db?a=b&password=s3cret'} | put them into a Secret
			postgres: {flywayUrl: 'jdbc:postgresql://h/db?password=s3cret'} | put them into a Secret
			redis: {host: ''}                                            | exactly one of
			redis: {clusterNodes: ['h:1']}                               | exactly one of
			redis: {sentinelMaster: m, sentinelNodes: ['h:1']}           | exactly one of
			redis: {host: '', sentinelMaster: m}                         | together
			redis: {host: '', sentinelNodes: ['h:1']}                    | together
			{secrets: {ca: {name: a}}, redis: {tls: false}, postgres: {tls: false}} | no effect
			replicas: {min: 5}                                           | Set replicas.max
			ingress: {enabled: true}                                     | Set trustedProxies
			env: {ONCEGATE_LINK_SECRET: s3cret}                          | env.ONCEGATE_LINK_SECRET must not
			env: {SPRING_DATA_REDIS_SENTINEL_PASSWORD: s3cret}           | refer to a Secret
			# against the schema
			replicas: {min: 0}                                           | at '/replicas/min'
			replicas: {max: many}                                        | at '/replicas/max'
			replica: {max: 3}                                            | 'replica' not allowed
			secrets: {linkSecret: {value: s3cret}}                       | 'value' not allowed
			publicUrl: book.example.com                                  | at '/publicUrl'
			publicUrl: https://example.com/book                          | at '/publicUrl'
			postgres: {url: 'jdbc:postgresql://h/db'}                    | at '/postgres/url'
			redis: {clusterNodes: ['h']}                                 | at '/redis/clusterNodes/0'
			env: {LOGGING_LEVEL: 1}                                      | at '/env/LOGGING_LEVEL'
			drainSeconds: 31                                             | at '/drainSeconds'
			networkPolicy: {egressPorts: [all]}                          | at '/networkPolicy/egressPorts/0'
			""")
	void wrongValuesAreRefused(String values, String saying) {
		assertThatThrownBy(() -> chart.render(values)).hasMessageContaining(saying).hasMessageNotContaining("s3cret");
	}

	@Test
	void probesAskTheManagementPort() throws IOException {
		JsonNode gateway = deployment("").at(GATEWAY);
		assertThat(port(gateway, "management")).isEqualTo(8081);
		Map.of("startupProbe", "liveness", "livenessProbe", "liveness", "readinessProbe", "readiness")
			.forEach((probe, group) -> {
				JsonNode get = gateway.path(probe).path("httpGet");
				assertThat(get.path("path").asString()).isEqualTo("/actuator/health/" + group);
				assertThat(get.path("port").asString()).isEqualTo("management");
			});
		assertThat(settings(gateway)).containsEntry("MANAGEMENT_SERVER_ADDRESS", "0.0.0.0")
			.containsEntry("SERVER_ADDRESS", "0.0.0.0");
	}

	private static int port(JsonNode gateway, String name) {
		return gateway.path("ports")
			.valueStream()
			.filter((port) -> port.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow()
			.path("containerPort")
			.asInt();
	}

	private static Map<String, String> settings(JsonNode gateway) {
		return gateway.path("env")
			.valueStream()
			.collect(Collectors.toMap((entry) -> entry.path("name").asString(),
					(entry) -> entry.path("value").asString("")));
	}

	/** To drain, to end the last booking, and then for the phase of the web server. */
	@ParameterizedTest
	@ValueSource(ints = { 10, 30 })
	void aGatewayHasTimeToStop(int drain) throws IOException {
		JsonNode pod = deployment("drainSeconds: " + drain).at(POD);
		Duration phase = Duration.parse("PT" + ComposeFile.read(Path.of("src/main/resources/application.yml"))
			.at("/spring/lifecycle/timeout-per-shutdown-phase")
			.asString());
		assertThat(settings(pod.at("/containers/0"))).containsEntry("ONCEGATE_DRAIN", drain + "s");
		assertThat(Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asInt()))
			.isGreaterThan(phase.plusSeconds(drain + 10));
	}

	@Test
	void aNewGatewayIsThereBeforeAnOldOneStops() throws IOException {
		JsonNode strategy = deployment("").at("/spec/strategy");
		assertThat(strategy.path("type").asString()).isEqualTo("RollingUpdate");
		assertThat(strategy.at("/rollingUpdate/maxUnavailable").asInt()).isZero();
		assertThat(strategy.at("/rollingUpdate/maxSurge").asInt()).isEqualTo(1);
	}

	@Test
	void aGatewayHasNoMoreRightsThanInCompose() throws IOException {
		JsonNode pod = deployment("").at(POD);
		JsonNode compose = ComposeFile.read().at("/services/gateway");
		assertThat(pod.at("/securityContext/runAsUser").asString() + ":"
				+ pod.at("/securityContext/runAsGroup").asString())
			.isEqualTo(compose.path("user").asString());
		assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
		assertThat(pod.at("/securityContext/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
		assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
		assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
		JsonNode rights = pod.at("/containers/0/securityContext");
		assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
		assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
		assertThat(ComposeFile.texts(rights.at("/capabilities/drop"))).containsExactly("ALL");
		assertThat(rights.at("/capabilities").has("add")).isFalse();
		assertThat(pod.at("/containers/0/resources/limits").propertyNames()).contains("cpu", "memory");
	}

	@Test
	void aGatewayHasTheSettingsAndDirectoriesOfTheOneInCompose() throws IOException {
		JsonNode gateway = deployment("").at(GATEWAY);
		JsonNode compose = ComposeFile.read().at("/services/gateway");
		Map<String, String> settings = settings(gateway);
		assertThat(Stream.of("SPRING_CONFIG_IMPORT", "LOGGING_STRUCTURED_FORMAT_CONSOLE",
				"SPRING_WEBFLUX_MULTIPART_FILE_STORAGE_DIRECTORY"))
			.allSatisfy((name) -> assertThat(settings).containsEntry(name,
					compose.path("environment").path(name).asString()));
		assertThat(mounts(gateway)).containsExactlyInAnyOrder("/run/secrets/oncegate", "/uploads", "/tmp");
	}

	private static List<String> mounts(JsonNode gateway) {
		return gateway.path("volumeMounts").valueStream().map((mount) -> mount.path("mountPath").asString()).toList();
	}

	@Test
	void secretsAreMountedAndNeverMade() throws IOException {
		List<JsonNode> objects = chart.renderOnly(HelmChart.REQUIRED, EVERYTHING,
				"secrets: {apiKey: {name: first-key, key: k}}");
		assertThat(HelmChart.all(objects, "Secret")).isEmpty();
		JsonNode pod = HelmChart.one(objects, "Deployment").at(POD);
		assertThat(settings(pod.at("/containers/0")))
			.doesNotContainKeys("ONCEGATE_API_KEY", "ONCEGATE_LINK_SECRET", "SPRING_DATA_REDIS_PASSWORD",
					"SPRING_R2DBC_PASSWORD")
			.containsEntry("SPRING_DATA_REDIS_SENTINEL_PASSWORD", "");
		JsonNode secrets = volume(pod, "secrets").path("projected");
		assertThat(secrets.path("defaultMode").asInt()).isEqualTo(0440);
		assertThat(secrets.path("sources").valueStream().map((source) -> source.path("secret")))
			.extracting((secret) -> secret.path("name").asString(), (secret) -> secret.at("/items/0/key").asString(),
					(secret) -> secret.at("/items/0/path").asString())
			.extracting(Object::toString)
			.containsExactlyInAnyOrder("(\"oncegate\", \"link-secret\", \"oncegate.link-secret\")",
					"(\"first-key\", \"k\", \"oncegate.api-key\")",
					"(\"oncegate\", \"redis-password\", \"spring.data.redis.password\")",
					"(\"oncegate\", \"postgres-username\", \"spring.r2dbc.username\")",
					"(\"oncegate\", \"postgres-password\", \"spring.r2dbc.password\")");
		assertThat(volume(pod, "ca").at("/secret/secretName").asString()).isEqualTo("stores-ca");
		assertThat(mounts(pod.at("/containers/0"))).contains("/etc/oncegate");
	}

	private static JsonNode volume(JsonNode pod, String name) {
		return pod.path("volumes")
			.valueStream()
			.filter((volume) -> volume.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void onlyThePublicPortIsExposed() throws IOException {
		List<JsonNode> objects = chart.render(EVERYTHING);
		List<JsonNode> services = HelmChart.all(objects, "Service");
		assertThat(services).extracting((service) -> service.at("/metadata/name").asString())
			.containsExactlyInAnyOrder("oncegate", "oncegate-metrics");
		assertThat(services).allSatisfy((service) -> {
			boolean forPeople = service.at("/metadata/name").asString().equals("oncegate");
			assertThat(service.at("/spec/clusterIP").asString("")).isEqualTo(forPeople ? "" : "None");
			assertThat(service.at("/spec/type").asString("")).isEqualTo(forPeople ? "LoadBalancer" : "");
			assertThat(service.at("/spec/ports")).hasSize(1);
			assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(forPeople ? 80 : 8081);
			assertThat(service.at("/spec/ports/0/targetPort").asString()).isEqualTo(forPeople ? "http" : "management");
		});
		assertThat(port(HelmChart.one(objects, "Deployment").at(GATEWAY), "http")).isEqualTo(8080);
		JsonNode ingress = HelmChart.one(objects, "Ingress").path("spec");
		assertThat(ingress.at("/rules/0/host").asString()).isEqualTo("book.example.com");
		JsonNode backend = ingress.at("/rules/0/http/paths/0/backend/service");
		assertThat(backend.path("name").asString()).isEqualTo("oncegate");
		assertThat(backend.at("/port/name").asString()).isEqualTo("http");
	}

	@Test
	void everySelectorFindsTheGateways() throws IOException {
		List<JsonNode> objects = chart.render(EVERYTHING);
		JsonNode spec = HelmChart.one(objects, "Deployment").path("spec");
		JsonNode labels = spec.at("/template/metadata/labels");
		assertThat(labels).isNotEmpty();
		assertThat(Stream.concat(
				Stream.of(spec.at("/selector/matchLabels"),
						HelmChart.one(objects, "PodDisruptionBudget").at("/spec/selector/matchLabels"),
						HelmChart.one(objects, "NetworkPolicy").at("/spec/podSelector/matchLabels"),
						spec.at("/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
						spec.at("/template/spec/topologySpreadConstraints/1/labelSelector/matchLabels")),
				HelmChart.all(objects, "Service").stream().map((service) -> service.at("/spec/selector"))))
			.hasSize(7)
			.containsOnly(labels);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                                                              | 5432 6379
			redis: {port: 6380}                                                             | 5432 6380
			redis: {host: '', clusterNodes: ['h1:7000', 'h2:7001']}                         | 5432 7000 7001
			redis: {host: '', sentinelMaster: m, sentinelNodes: ['h1:26379']}               | 5432 6379 26379
			postgres: {url: 'r2dbc:postgresql:failover://h1:5433,h2:5434/oncegate?a=b:1c'}  | 5432 5433 5434 6379
			postgres: {flywayUrl: 'jdbc:postgresql://h1:5440/oncegate'}                     | 5432 5440 6379
			networkPolicy: {egressPorts: [4318]}                                            | 4318 5432 6379
			""")
	void aGatewayReachesNameServersAndStoresOnly(String more, String ports) throws IOException {
		JsonNode policy = HelmChart.one(chart.render(more), "NetworkPolicy").path("spec");
		assertThat(ComposeFile.texts(policy.path("policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
		assertThat(policy.path("egress")).hasSize(1);
		assertThat(policy.at("/egress/0/ports")
			.valueStream()
			.map((port) -> port.path("port").asInt() + "/" + port.path("protocol").asString())
			.collect(Collectors.toSet()))
			.isEqualTo(Stream
				.concat(Stream.of("53/UDP", "53/TCP"), Stream.of(ports.split(" ")).map((port) -> port + "/TCP"))
				.collect(Collectors.toSet()));
	}

	@Test
	void aGatewayIsReachedFromTheIngressAndByPrometheus() throws IOException {
		assertThat(entrances("")).containsExactlyInAnyOrder("8080 from ingress-nginx", "8081 from monitoring");
		assertThat(entrances("networkPolicy: {ingressNamespace: web, monitoringNamespace: ''}"))
			.containsExactly("8080 from web");
		assertThat(entrances("networkPolicy: {ingressNamespace: ''}")).containsExactlyInAnyOrder("8080 from everywhere",
				"8081 from monitoring");
	}

	private static List<String> entrances(String more) throws IOException {
		return HelmChart.one(chart.render(more), "NetworkPolicy")
			.at("/spec/ingress")
			.valueStream()
			.map((rule) -> rule.at("/ports/0/port").asString() + " from "
					+ (rule.has("from")
							? rule.at("/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name").asString()
							: "everywhere"))
			.toList();
	}

	@Test
	void aNodeCanBeDrainedAtTheFewestGateways() throws IOException {
		List<JsonNode> objects = chart.render("replicas: {min: 2, max: 5}");
		JsonNode scaler = HelmChart.one(objects, "HorizontalPodAutoscaler").path("spec");
		assertThat(scaler.path("minReplicas").asInt()).isEqualTo(2);
		assertThat(scaler.path("maxReplicas").asInt()).isEqualTo(5);
		assertThat(scaler.at("/scaleTargetRef/name").asString())
			.isEqualTo(HelmChart.one(objects, "Deployment").at("/metadata/name").asString());
		JsonNode budget = HelmChart.one(objects, "PodDisruptionBudget").path("spec");
		assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
		assertThat(budget.has("minAvailable")).isFalse();
	}

	/** Else each upgrade would undo what the autoscaler has done. */
	@Test
	void theNumberOfGatewaysIsSetByOneOnly() throws IOException {
		assertThat(deployment("").path("spec").has("replicas")).isFalse();
		List<JsonNode> fixed = chart.render("replicas: {min: 3, max: 3}");
		assertThat(HelmChart.one(fixed, "Deployment").at("/spec/replicas").asInt()).isEqualTo(3);
		assertThat(HelmChart.all(fixed, "HorizontalPodAutoscaler")).isEmpty();
	}

	@Test
	void rulesAndDashboardsAreThoseOfTheFiles() throws IOException {
		List<JsonNode> objects = chart.render(EVERYTHING);
		assertThat(HelmChart.all(objects, "PrometheusRule")).extracting((rule) -> rule.path("spec"))
			.containsExactlyInAnyOrderElementsOf(Rule.files().stream().map(ComposeFile::read).toList());
		List<JsonNode> dashboards = HelmChart.all(objects, "ConfigMap");
		assertThat(dashboards).allSatisfy((map) -> {
			assertThat(map.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
			assertThat(map.toString()).hasSizeLessThan(256 * 1024);
		});
		assertThat(dashboards.stream()
			.flatMap((map) -> map.path("data").propertyStream())
			.collect(Collectors.toMap(Map.Entry::getKey, (file) -> file.getValue().asString())))
			.isEqualTo(Dashboard.all()
				.stream()
				.collect(Collectors.toMap(Dashboard::toString, (board) -> Rule.text(board.file()))));
	}

	@Test
	void prometheusAsksEachGatewayForTheJobOfTheRules() throws IOException {
		List<JsonNode> objects = chart.render(EVERYTHING);
		JsonNode monitor = HelmChart.one(objects, "ServiceMonitor").path("spec");
		JsonNode selector = monitor.at("/selector/matchLabels");
		List<JsonNode> found = HelmChart.all(objects, "Service")
			.stream()
			.filter((service) -> selector.propertyStream()
				.allMatch((label) -> label.getValue().equals(service.at("/metadata/labels").path(label.getKey()))))
			.toList();
		assertThat(found).extracting((service) -> service.at("/metadata/name").asString())
			.containsExactly("oncegate-metrics");
		assertThat(found.get(0).at("/metadata/labels").path(monitor.path("jobLabel").asString()).asString())
			.isEqualTo("oncegate");
		assertThat(monitor.at("/endpoints/0/port").asString())
			.isEqualTo(found.get(0).at("/spec/ports/0/name").asString());
		assertThat(monitor.at("/endpoints/0/path").asString()).isEqualTo("/actuator/prometheus");
		assertThat(objects.stream().filter((object) -> object.path("apiVersion").asString().startsWith("monitoring.")))
			.hasSize(3)
			.allSatisfy(
					(object) -> assertThat(object.at("/metadata/labels/release").asString()).isEqualTo("prometheus"));
	}

	@Test
	void rulesDoNotGetLostWhereLinksAreNotFollowed(@TempDir Path copy) throws IOException {
		HelmChart withoutLinks = HelmChart.copiedTo(copy);
		FileSystemUtils.deleteRecursively(copy.resolve("rules"));
		assertThatThrownBy(() -> withoutLinks.render(EVERYTHING)).hasMessageContaining("lead nowhere");
	}

	@Test
	void withoutTheOperatorNothingNeedsIt() throws IOException {
		assertThat(chart.render("")).extracting((object) -> object.path("kind").asString())
			.doesNotContainAnyElementsOf(Set.of("ServiceMonitor", "PrometheusRule", "ConfigMap", "Ingress"));
	}

}
