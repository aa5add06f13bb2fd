package io.oncegate.start;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.oncegate.Oncegate;
import io.oncegate.claim.Claims;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.EmbeddedPostgres;
import io.oncegate.embedded.EmbeddedRedis;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Tokens;
import io.oncegate.support.Client;
import io.oncegate.support.Slow;
import io.oncegate.web.http.PublicUrl;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What the gateway does and prints when it starts, by each way to start it. */
@Slow
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/l/(\\S{44})");

	private static final Pattern KEY = Pattern.compile("og_[\\w=-]{32,}");

	private static final String SECRET = "b25jZWdhdGUtb25jZWdhdGUtb25jZWdhdGUtMTIzNDU=";

	private Path data = Path.of("target");

	@BeforeEach
	void freshDirectory() throws IOException {
		this.data = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "start-");
	}

	@Test
	void firstStartPrintsWhatToTryAndALaterOneKeepsTheData(CapturedOutput output) {
		String firstLink;
		String key;
		try (ConfigurableApplicationContext gateway = start()) {
			firstLink = found(LINK, output.getOut(), 1);
			key = found(KEY, output.getOut(), 0);
			assertThat(output).contains("/console", "/actuator/health", "/actuator/prometheus",
					"curl http://localhost:", "\"start\":");
			assertThat(status(gateway, firstLink)).isEqualTo(LinkStatus.ACTIVE);
		}
		int before = output.getOut().length();
		try (ConfigurableApplicationContext gateway = start()) {
			String later = output.getOut().substring(before);
			assertThat(found(LINK, later, 1)).isNotEqualTo(firstLink);
			assertThat(later).contains("is kept in " + this.data.resolve("api-key")).doesNotContain(key);
			assertThat(works(gateway, key)).isTrue();
			assertThat(status(gateway, firstLink)).isEqualTo(LinkStatus.ACTIVE);
			assertThat(calendars(gateway)).isOne();
		}
	}

	@Test
	void theBuiltInDatabaseKeepsWhatItAcknowledges() {
		try (ConfigurableApplicationContext gateway = start()) {
			DatabaseClient database = gateway.getBean(DatabaseClient.class);
			for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
				assertThat(database.sql("show " + setting).mapValue(String.class).one().block(PATIENCE))
					.isEqualTo("on");
			}
		}
	}

	@Test
	void aSetApiKeyIsNotPrinted(CapturedOutput output) {
		try (ConfigurableApplicationContext gateway = start("--oncegate.api-key=a-key-of-my-own-choice")) {
			assertThat(gateway.isRunning()).isTrue();
			assertThat(output).contains("Oncegate is ready").doesNotContain("a-key-of-my-own-choice", "og_");
		}
	}

	@Test
	void aKeyThatWasReplacedNeverWorksAgainAndTheFileIsGone(CapturedOutput output) {
		String second;
		try (ConfigurableApplicationContext gateway = start()) {
			second = replace(gateway, found(KEY, output.getOut(), 0));
			assertThat(this.data.resolve("api-key")).doesNotExist();
		}
		String first = found(KEY, output.getOut(), 0);
		int before = output.getOut().length();
		try (ConfigurableApplicationContext gateway = start()) {
			assertThat(works(gateway, first)).isFalse();
			assertThat(works(gateway, second)).isTrue();
			assertThat(output.getOut().substring(before)).contains("If it is lost", "ONCEGATE_API_KEY")
				.doesNotContain(first, second);
			assertThat(this.data.resolve("api-key")).doesNotExist();
		}
	}

	@Test
	void aFileThatWasBroughtBackIsNoKeyAndIsDeleted(CapturedOutput output) throws IOException {
		String first;
		String second;
		try (ConfigurableApplicationContext gateway = start()) {
			first = found(KEY, output.getOut(), 0);
			second = replace(gateway, first);
		}
		Files.writeString(this.data.resolve("api-key"), first);
		try (ConfigurableApplicationContext gateway = start()) {
			assertThat(works(gateway, first)).isFalse();
			assertThat(works(gateway, second)).isTrue();
			assertThat(this.data.resolve("api-key")).doesNotExist();
		}
	}

	@Test
	void aSettingIsTakenOnceAndStaysWhenItIsLeftOut(CapturedOutput output) {
		String generated;
		try (ConfigurableApplicationContext gateway = start()) {
			generated = found(KEY, output.getOut(), 0);
		}
		try (ConfigurableApplicationContext gateway = start("--oncegate.api-key=the-first-of-my-choice")) {
			assertThat(works(gateway, generated)).isFalse();
			assertThat(works(gateway, "the-first-of-my-choice")).isTrue();
			assertThat(output).contains("API key is now the one in ONCEGATE_API_KEY");
		}
		String second;
		try (ConfigurableApplicationContext gateway = start()) {
			assertThat(works(gateway, generated)).isFalse();
			second = replace(gateway, "the-first-of-my-choice");
		}
		try (ConfigurableApplicationContext gateway = start("--oncegate.api-key=the-first-of-my-choice")) {
			assertThat(output).contains("ONCEGATE_API_KEY is a key that was replaced");
			assertThat(works(gateway, "the-first-of-my-choice")).isFalse();
			assertThat(works(gateway, second)).isTrue();
		}
		try (ConfigurableApplicationContext gateway = start("--oncegate.api-key=the-second-of-my-choice")) {
			assertThat(works(gateway, second)).isFalse();
			assertThat(works(gateway, "the-second-of-my-choice")).isTrue();
		}
		assertThat(output).doesNotContain("the-first-of-my-choice", "the-second-of-my-choice", second);
	}

	@Test
	void aKeyMadeForTheFirstStartIsOfNoUseLater(CapturedOutput output) {
		try (ConfigurableApplicationContext gateway = start("--oncegate.first-api-key=made-for-the-first-start",
				"--oncegate.api-key=the-key-of-my-choice")) {
			assertThat(works(gateway, "the-key-of-my-choice")).isTrue();
		}
		try (ConfigurableApplicationContext gateway = start("--oncegate.first-api-key=made-for-the-first-start")) {
			assertThat(works(gateway, "the-key-of-my-choice")).isTrue();
			assertThat(works(gateway, "made-for-the-first-start")).isFalse();
		}
		assertThat(output).doesNotContain("made-for-the-first-start", "the-key-of-my-choice", "og_");
	}

	@Test
	void gatewaysOfOneDatabaseAgreeOnTheKey(CapturedOutput output) throws IOException {
		try (DataDirectory stores = new DataDirectory(this.data);
				EmbeddedRedis redis = new EmbeddedRedis(stores);
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores);
				ConfigurableApplicationContext one = start(external(redis, postgres))) {
			String first = found(KEY, output.getOut(), 0);
			assertThat(owner(one, first)).isEqualTo("book.example.com");
			int before = output.getOut().length();
			try (ConfigurableApplicationContext other = start(external(redis, postgres))) {
				assertThat(output.getOut().substring(before)).doesNotContain("og_");
				String second = replace(other, first);
				assertThat(works(one, first)).isFalse();
				assertThat(works(one, second)).isTrue();
			}
		}
	}

	/** Where stores are that are not the gateway's own. */
	private Path stores() {
		return this.data.resolveSibling(this.data.getFileName() + "-stores");
	}

	private static String[] external(EmbeddedRedis redis, EmbeddedPostgres postgres) {
		return new String[] { "--oncegate.link-secret=" + SECRET, "--oncegate.public-url=https://book.example.com",
				"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port(),
				"--spring.data.redis.password=" + redis.password(),
				"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
				"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + postgres.password() };
	}

	@Test
	void externalStoresSwitchTheBuiltInOnesOff(CapturedOutput output) throws IOException {
		Path unused = this.data.resolve("unused");
		try (DataDirectory stores = new DataDirectory(this.data);
				EmbeddedRedis redis = new EmbeddedRedis(stores);
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores);
				ConfigurableApplicationContext gateway = start("--oncegate.data-dir=" + unused,
						"--oncegate.link-secret=" + SECRET, "--spring.data.redis.host=127.0.0.1",
						"--spring.data.redis.port=" + redis.port(), "--spring.data.redis.password=" + redis.password(),
						"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
						"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + postgres.password())) {
			assertThat(gateway.getBeansOfType(EmbeddedRedis.class)).isEmpty();
			assertThat(gateway.getBeansOfType(EmbeddedPostgres.class)).isEmpty();
			assertThat(unused).doesNotExist();
			assertThat(found(KEY, output.getOut(), 0)).isNotEmpty();
			assertThat(calendars(gateway)).isZero();
		}
	}

	/**
	 * All of 127.0.0.0/8 is this machine, and what listens on all addresses answers
	 * there.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	void listensForThisMachineOnlyUnlessAnAddressIsSet() throws IOException {
		try (ConfigurableApplicationContext gateway = start()) {
			assertThat(answers(gateway, "127.0.0.1")).isTrue();
			assertThat(answers(gateway, "127.0.0.2")).isFalse();
		}
		try (ConfigurableApplicationContext gateway = start("--server.address=0.0.0.0")) {
			assertThat(answers(gateway, "127.0.0.2")).isTrue();
		}
	}

	private static boolean answers(ConfigurableApplicationContext gateway, String address) throws IOException {
		int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		try (Socket socket = new Socket(address, port)) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
	}

	@Test
	void aSecondGatewayOnTheSameDataIsRefused(CapturedOutput output) {
		try (ConfigurableApplicationContext gateway = start()) {
			assertThat(gateway.isRunning()).isTrue();
			assertRefused(output, "ONCEGATE_DATA_DIR");
		}
	}

	@Test
	void anExternalDatabaseNeedsASecretThatEveryGatewayShares(CapturedOutput output) throws IOException {
		try (DataDirectory stores = new DataDirectory(stores());
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores)) {
			assertRefused(output, "ONCEGATE_LINK_SECRET",
					"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
					"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + postgres.password());
			assertRefused(output, "SPRING_R2DBC_URL", "--oncegate.link-secret=" + SECRET,
					"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/nowhere",
					"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + postgres.password());
		}
	}

	@Test
	void aKeyIsNotMadeThatCannotBeShown(CapturedOutput output) throws IOException {
		try (DataDirectory stores = new DataDirectory(stores());
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores)) {
			assertRefused(output, "ONCEGATE_API_KEY", "--logging.structured.format.console=ecs",
					"--oncegate.link-secret=" + SECRET,
					"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
					"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + postgres.password());
		}
		finally {
			// Spring Boot would keep it for all later starts.
			System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
		}
	}

	@Test
	void dataOfBeforeTheFirstReleaseIsRefusedInOneLine(CapturedOutput output) throws IOException {
		try (DataDirectory stores = new DataDirectory(this.data);
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores)) {
			migrateAsBeforeTheFirstRelease(postgres);
		}
		assertRefused(output, "The data in " + this.data.toAbsolutePath() + " was made by a version before the first"
				+ " release, and this version cannot read it. Set ONCEGATE_DATA_DIR");
	}

	@Test
	void anExternalDatabaseOfBeforeTheFirstReleaseIsRefusedInOneLine(CapturedOutput output) throws IOException {
		try (DataDirectory stores = new DataDirectory(stores());
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores)) {
			migrateAsBeforeTheFirstRelease(postgres);
			assertRefused(output,
					"The database at SPRING_R2DBC_URL was made by a version before the first release, and this version"
							+ " cannot read it. Name an empty one there",
					"--oncegate.link-secret=" + SECRET,
					"--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
					"--spring.r2dbc.username=oncegate", "--spring.r2dbc.password=" + postgres.password());
		}
	}

	/** The versions before had another first migration, and more of them. */
	private void migrateAsBeforeTheFirstRelease(EmbeddedPostgres postgres) throws IOException {
		Path migrations = migrations();
		Files.writeString(migrations.resolve("V1__calendars_links_bookings.sql"), "create table owner (id uuid);");
		Files.writeString(migrations.resolve("V2__audit.sql"), "create index owner_by_id on owner (id);");
		migrate(postgres, "filesystem:" + migrations);
	}

	@Test
	void aDatabaseThatTheNextReleaseHasMigratedIsGood() throws IOException {
		try (DataDirectory stores = new DataDirectory(stores());
				EmbeddedRedis redis = new EmbeddedRedis(stores);
				EmbeddedPostgres postgres = new EmbeddedPostgres(stores)) {
			Path next = migrations();
			Files.writeString(next.resolve("V1000__hosts.sql"), "create table host (id uuid);");
			Files.writeString(next.resolve("R__host_lock.sql"),
					"create or replace function host_lock() returns integer language sql as 'select 1';");
			migrate(postgres, "classpath:db/migration", "filesystem:" + next);
			try (ConfigurableApplicationContext gateway = start(external(redis, postgres))) {
				assertThat(calendars(gateway)).isZero();
			}
		}
	}

	private Path migrations() throws IOException {
		return Files.createDirectory(this.data.resolveSibling(this.data.getFileName() + "-migrations"));
	}

	private static void migrate(EmbeddedPostgres postgres, String... locations) {
		Flyway.configure()
			.dataSource("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres", EmbeddedPostgres.ROLE,
					postgres.password())
			.locations(locations)
			.load()
			.migrate();
	}

	@Test
	void aTakenPortIsRefused(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
			assertRefused(output, "SERVER_PORT", "--server.port=" + taken.getLocalPort());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SPRING_DATA_REDIS_HOST | --spring.data.redis.host=127.0.0.1 --spring.data.redis.port=1
					SPRING_DATA_REDIS_PORT | --spring.data.redis.port=many
					SPRING_DATA_REDIS_URL  | --spring.data.redis.url=nonsense
					SPRING_R2DBC_URL       | --spring.r2dbc.url=nonsense --oncegate.link-secret=SECRET
					SPRING_R2DBC_URL       | --spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:1/none --oncegate.link-secret=SECRET
							ONCEGATE_LINK_SECRET   | --oncegate.link-secret=dG9vIHNob3J0
					ONCEGATE_LINK_SECRET   | --oncegate.link-secret=not/base64!
					ONCEGATE_API_KEY       | --oncegate.api-key=short
					ONCEGATE_PUBLIC_URL    | --oncegate.public-url=nonsense
					ONCEGATE_ARCHIVE_AFTER_DAYS | --oncegate.archive-after-days=0
					ONCEGATE_ARCHIVE_AFTER_DAYS | --oncegate.archive-after-days=30d
					ONCEGATE_CLAIM_LEASE   | --oncegate.claim-lease=30x
					ONCEGATE_CLAIM_LEASE   | --oncegate.claim-lease=-5s
					ONCEGATE_CLAIM_LEASE   | --oncegate.claim-lease=0
					ONCEGATE_DRAIN         | --oncegate.drain=31s
					ONCEGATE_TRUSTED_PROXIES | --oncegate.trusted-proxies=10.0.0.0/33
					ONCEGATE_TRUSTED_PROXIES | --oncegate.trusted-proxies=0.0.0.0/0,::/0
					ONCEGATE_TRUSTED_PROXIES | --server.forward-headers-strategy=native
					ONCEGATE_DATA_DIR      | --oncegate.data-dir=pom.xml
					ONCEGATE_DATA_DIR      | --oncegate.data-dir=
					ONCEGATE_DRAIN         | --oncegate.drain=abc
					ONCEGATE_DRAIN         | --oncegate.drain=-5s
					SERVER_PORT is 70000   | --server.port=70000
					SERVER_PORT is 'abc'   | --server.port=abc
					MANAGEMENT_SERVER_PORT is 70000 | --management.server.port=70000
					MANAGEMENT_SERVER_PORT is 'abc' | --management.server.port=abc
					SERVER_ADDRESS is      | --server.address=nonsense.invalid
					SERVER_ADDRESS         | --server.address=203.0.113.5
					SPRING_R2DBC_URL       | --spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:99999/db --oncegate.link-secret=SECRET
					SPRING_FLYWAY_URL      | --spring.flyway.url=jdbc:postgresql://127.0.0.1:99999/db
					SPRING_DATA_REDIS_URL  | --spring.data.redis.url=redis://127.0.0.1:99999
					SPRING_DATA_REDIS_PORT | --spring.data.redis.port=70000
					SPRING_DATA_REDIS_CLUSTER_NODES | --spring.data.redis.cluster.nodes=127.0.0.1
					oncegate.trusted-proxy is | --oncegate.trusted-proxy=10.0.0.0/8
					POOL_INITIAL_SIZE or _MAX_SIZE | --spring.r2dbc.pool.max-size=0
					""")
	void aWrongSettingIsNamedInOneLine(String setting, String arguments, CapturedOutput output) {
		assertRefused(output, setting, arguments.replace("SECRET", SECRET).split(" "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--oncegate.trusted-proxies=everybody", "--oncegate.public-url=nonsense",
			"--oncegate.drain=31s", "--oncegate.rate-limits=off" })
	void whatNeedsNoStoreIsRefusedBeforeThereIsOne(String argument) {
		assertThatException().isThrownBy(() -> start(argument).close());
		assertThat(this.data).isEmptyDirectory();
	}

	@Test
	void aFileWithoutALinkSecretIsNotTakenForTheSetting(CapturedOutput output) throws IOException {
		Files.writeString(this.data.resolve("link-secret"), "bm8gc2VjcmV0");
		assertRefused(output, "link-secret in the data directory");
	}

	private void assertRefused(CapturedOutput output, String setting, String... arguments) {
		int before = output.getAll().length();
		assertThatException().isThrownBy(() -> start(arguments).close());
		List<String> said = output.getAll()
			.substring(before)
			.lines()
			.filter((line) -> !line.isBlank() && !line.contains("INFO"))
			// Of a start before that is still ending, while this one sets up the log
			// anew.
			.filter((line) -> !line.contains("No appenders present"))
			// Of the gateway that other tests share, which runs on.
			.filter((line) -> !line.matches(".* --- \\[oncegate] \\[ *(loop|parallel)-.*"))
			.toList();
		assertThat(said).singleElement().asString().contains("Oncegate did not start.", setting);
	}

	private ConfigurableApplicationContext start(String... more) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0",
				"--oncegate.data-dir=" + this.data, "--oncegate.drain=0s"));
		for (String argument : more) {
			arguments.removeIf((usual) -> usual.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
			arguments.add(argument);
		}
		return new SpringApplicationBuilder(Oncegate.class).run(arguments.toArray(String[]::new));
	}

	private static boolean works(ConfigurableApplicationContext gateway, String key) {
		return client(gateway).asOwner(key).get("/api/v1/owner").status() == 200;
	}

	private static String owner(ConfigurableApplicationContext gateway, String key) {
		return client(gateway).asOwner(key).get("/api/v1/owner").is(200).text("/name");
	}

	private static String replace(ConfigurableApplicationContext gateway, String key) {
		return client(gateway).asOwner(key).post("/api/v1/owner/api-key", "").is(200).text("/apiKey");
	}

	private static Client client(ConfigurableApplicationContext gateway) {
		return Client.of(gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
				gateway.getBean(PublicUrl.class));
	}

	private static String found(Pattern pattern, String text, int group) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as("found in what was printed: %s", pattern).isTrue();
		return matcher.group(group);
	}

	private static LinkStatus status(ConfigurableApplicationContext gateway, String token) {
		LinkToken link = gateway.getBean(Tokens.class).linkToken(token).orElseThrow();
		return gateway.getBean(Claims.class).resolve(link.hash()).blockOptional(PATIENCE).orElseThrow().status();
	}

	private static long calendars(ConfigurableApplicationContext gateway) {
		return gateway.getBean(DatabaseClient.class)
			.sql("select count(*) from calendar")
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
