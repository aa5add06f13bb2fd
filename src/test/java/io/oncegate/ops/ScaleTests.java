package io.oncegate.ops;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The same with {@code src/ops/scale}, and whether what is there fits together. */
class ScaleTests extends ComposeFileTests {

	private static final JsonNode COMPOSE = ComposeFile.scaled();

	private static final JsonNode SERVICES = COMPOSE.path("services");

	private static final Pattern SERVER = Pattern.compile("^ +server (\\S+) (\\S+)$", Pattern.MULTILINE);

	@Override
	JsonNode compose() {
		return COMPOSE;
	}

	@Override
	boolean isScaled() {
		return true;
	}

	private static String text(String file) {
		return ComposeFile.text(Path.of("src/ops/scale", file));
	}

	/** Services that are the same but for their number. */
	private static List<String> all(String kind) {
		return SERVICES.propertyNames().stream().filter((name) -> name.matches(kind + "(-\\d)?")).sorted().toList();
	}

	private static String address(String service) {
		return SERVICES.path(service).at("/networks/front/ipv4_address").asString();
	}

	private static String setting(String gateway, String name) {
		return SERVICES.path(gateway).path("environment").path(name).asString();
	}

	private static List<String> found(String pattern, String text) {
		return Pattern.compile(pattern, Pattern.MULTILINE)
			.matcher(text)
			.results()
			.map((found) -> found.group(1))
			.toList();
	}

	@Test
	void thereAreThreeOfEachThatTakesAVote() {
		assertThat(Stream.of("gateway", "postgres", "sentinel")).allSatisfy((kind) -> assertThat(all(kind)).hasSize(3));
		assertThat(all("redis")).hasSize(2);
	}

	@Test
	void gatewaysDifferInAddressAndDirectoryOnly() {
		assertThat(all("gateway").stream()
			.map((name) -> SERVICES.path(name).toString().replace(address(name), "").replace(name + "-uploads", ""))
			.distinct()).hasSize(1);
	}

	@Test
	@ExtendWith(HaproxyIsThere.class)
	void haproxyTakesItsConfiguration() throws Exception {
		assertThat(Program.HAPROXY.run(List.of("-c", "-f", "src/ops/scale/haproxy.cfg"))).doesNotContain("WARNING");
	}

	@Test
	void haproxyAsksTheGateways() {
		Map<String, String> servers = new TreeMap<>();
		SERVER.matcher(text("haproxy.cfg"))
			.results()
			.forEach((MatchResult server) -> servers.put(server.group(1), server.group(2)));
		assertThat(servers.keySet()).containsExactlyElementsOf(all("gateway"));
		assertThat(servers).allSatisfy((gateway, address) -> assertThat(address).isEqualTo(address(gateway) + ":8080"));
		assertThat(text("haproxy.cfg")).contains("check port 8081", "GET /actuator/health/readiness");
		assertThat(SERVICES.at("/haproxy/depends_on").propertyNames()).contains("gateway");
	}

	/** A longer one would find a stopping gateway when it no longer books. */
	@Test
	void haproxyChecksAsOftenAsByDefault() {
		assertThat(text("haproxy.cfg")).doesNotContainPattern("\\b(inter|fall|fastinter|timeout check)\\b");
	}

	/** Their paths contain tokens. */
	@Test
	void haproxyLogsNoRequests() {
		assertThat(found("^(\\w+)[^\\n]*\\n(?: +[^\\n]*\\n)*? +log global", text("haproxy.cfg")))
			.containsExactly("backend");
		assertThat(text("haproxy.cfg")).doesNotContain("httplog", "log-format", "capture");
	}

	@Test
	void haproxyIsTrustedWithTheAddressesOfClients() {
		assertThat(COMPOSE.at("/networks/front/ipam/config/0/subnet").asString()).isEqualTo("10.83.80.0/24");
		assertThat(Stream.concat(Stream.of("haproxy"), all("gateway").stream()).map(ScaleTests::address))
			.allSatisfy((address) -> assertThat(address).matches("10\\.83\\.80\\.\\d+"))
			.doesNotHaveDuplicates();
		assertThat(text("haproxy.cfg")).contains("option forwardfor");
		assertThat(setting("gateway", "ONCEGATE_TRUSTED_PROXIES").split("\\$")[0]).isEqualTo(address("haproxy"));
		assertThat(ComposeFile.networks(SERVICES.path("haproxy"))).containsExactly("front");
	}

	@Test
	void serversKnowTheirOwnNames() {
		assertThat(Stream.of("postgres", "redis", "sentinel").flatMap((kind) -> all(kind).stream()))
			.allSatisfy((name) -> assertThat(ComposeFile.texts(SERVICES.path(name).path("entrypoint"))).endsWith(name));
	}

	@Test
	void postgresServersKnowEachOther() {
		String servers = String.join(",", all("postgres"));
		String configuration = text("postgres.conf");
		assertThat(setting("gateway", "SPRING_R2DBC_URL")).contains("failover://" + servers + "/oncegate");
		assertThat(configuration).contains("primary_conninfo = 'host=" + servers + " ");
		assertThat(text("postgres.sh")).contains("primary=\"host=" + servers + " ");
		assertThat(configuration).contains("synchronous_standby_names = 'ANY 1 ("
				+ String.join(", ", all("postgres").stream().map((name) -> '"' + name + '"').toList()) + ")'");
	}

	/** An argument would take precedence over {@code alter system}. */
	@Test
	void standbysCanBeDoneWithout() {
		assertThat(SERVICES.path("postgres").toString()).doesNotContain("synchronous_standby_names");
		assertThat(text("postgres.sh")).doesNotContain("synchronous_standby_names");
	}

	@Test
	void everyPostgresHasDataOfItsOwn() {
		assertThat(all("postgres").stream()
			.flatMap((name) -> ComposeFile.mounts(SERVICES.path(name)))
			.filter((mount) -> mount[1].equals("/var/lib/postgresql"))
			.map((mount) -> mount[0])).containsExactlyInAnyOrder("postgres-data", "postgres-2-data", "postgres-3-data");
	}

	/** Three of 23 each, and a fourth that replaces one of them. */
	@Test
	void postgresHasConnectionsForTheGateways() {
		assertThat(found("\"max_connections=(\\d+)\"", SERVICES.path("postgres-3").toString()))
			.allSatisfy((count) -> assertThat(Integer.parseInt(count)).isGreaterThan(4 * 23))
			.hasSize(1);
	}

	@Test
	void sentinelsAreAskedForTheMasterThatTheyKnow() {
		assertThat(setting("gateway", "SPRING_DATA_REDIS_SENTINEL_NODES").split(","))
			.containsExactlyElementsOf(all("sentinel").stream().map((name) -> name + ":26379").toList());
		String master = setting("gateway", "SPRING_DATA_REDIS_SENTINEL_MASTER");
		assertThat(
				found("^sentinel (?:monitor|down-after-milliseconds|failover-timeout) (\\w+) ", text("sentinel.conf")))
			.hasSize(3)
			.containsOnly(master);
		assertThat(ComposeFile.text(Path.of("src/ops/secrets.sh"))).contains("sentinel auth-pass " + master + " ");
		assertThat(text("redis.sh")).contains("get-master-addr-by-name " + master + " ",
				"in " + String.join(" ", all("sentinel")) + ";", String.join(" | ", all("redis")) + ")");
	}

}
