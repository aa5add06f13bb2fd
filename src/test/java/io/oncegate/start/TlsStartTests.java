package io.oncegate.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.oncegate.Oncegate;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.support.Authority;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.Slow;
import io.oncegate.support.TlsPostgres;
import io.oncegate.support.TlsRedis;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A gateway started with nothing but environment variables, on a real Redis and a real
 * PostgreSQL with TLS, a private authority and certificates of clients.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class TlsStartTests {

	private final Map<String, String> usual = new HashMap<>();

	private final Map<String, String> files = new HashMap<>();

	private TlsPostgres postgres;

	private TlsRedis redis;

	private TlsRedis strictRedis;

	@BeforeAll
	void startStores() throws IOException, SQLException {
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "tls-start-")
			.toAbsolutePath();
		Authority authority = new Authority(directory.resolve("authority"), "Private authority");
		Path server = authority.issue("store", "dns:localhost");
		this.postgres = new TlsPostgres(Files.createDirectories(directory.resolve("postgres/data")), authority, server);
		this.redis = new TlsRedis(directory.resolve("redis"), authority, server, false);
		this.strictRedis = new TlsRedis(directory.resolve("strict-redis"), authority, server, true);
		this.files.put("AUTHORITY", authority.certificate().toString());
		this.files.put("ANOTHER", authority.issue("another").toString());
		this.files.put("CLIENT", authority.issue("certified").toString());
		this.files.put("PRIVATE", authority.key().toString());
		this.files.put("PGPORT", String.valueOf(this.postgres.port()));
		this.files.put("REDISPORT", String.valueOf(this.redis.port()));
		this.files.put("STRICTPORT", String.valueOf(this.strictRedis.port()));
		this.files.put("PGPASSWORD", TlsPostgres.PASSWORD);
		this.files.put("REDISPASSWORD", TlsRedis.PASSWORD);
		this.usual.putAll(
				Map.of("SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0", "ONCEGATE_DRAIN", "0s", "ONCEGATE_API_KEY",
						GatewayTest.API_KEY, "ONCEGATE_LINK_SECRET", "b25jZWdhdGUtb25jZWdhdGUtb25jZWdhdGUtMTIzNDU="));
		set("SPRING_R2DBC_URL", "r2dbc:postgresql://localhost:PGPORT/oncegate");
		set("SPRING_R2DBC_USERNAME", "oncegate");
		set("SPRING_R2DBC_PASSWORD", "PGPASSWORD");
		set("SPRING_R2DBC_PROPERTIES_SSLMODE", "verify-full");
		set("SPRING_R2DBC_PROPERTIES_SSLROOTCERT", "AUTHORITY");
		set("SPRING_DATA_REDIS_HOST", "localhost");
		set("SPRING_DATA_REDIS_PORT", "REDISPORT");
		set("SPRING_DATA_REDIS_PASSWORD", "REDISPASSWORD");
		set("SPRING_DATA_REDIS_SSL_BUNDLE", "redis");
		set("SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE", "AUTHORITY");
	}

	private void set(String name, String value) {
		this.usual.put(name, filled(value));
	}

	private String filled(String value) {
		String text = value;
		for (Map.Entry<String, String> file : this.files.entrySet()) {
			text = text.replace(file.getKey(), file.getValue());
		}
		return text;
	}

	@AfterAll
	void stopStores() throws IOException {
		this.redis.close();
		this.strictRedis.close();
		this.postgres.close();
	}

	@Test
	void aBookingIsMadeOverTls() {
		try (ConfigurableApplicationContext gateway = start(Map.of())) {
			assertBooks(gateway);
		}
	}

	@Test
	void aBookingIsMadeWithCertificatesOfTheClient() throws SQLException {
		try (ConfigurableApplicationContext gateway = start(Map.of("SPRING_R2DBC_URL",
				"r2dbcs:postgresql://certified@localhost:PGPORT/oncegate?sslCert=CLIENT&sslKey=PRIVATE",
				"SPRING_R2DBC_USERNAME", "", "SPRING_R2DBC_PASSWORD", "", "SPRING_DATA_REDIS_URL",
				"rediss://:REDISPASSWORD@localhost:STRICTPORT", "SPRING_DATA_REDIS_PASSWORD", "",
				"SPRING_SSL_BUNDLE_PEM_REDIS_KEYSTORE_CERTIFICATE", "CLIENT",
				"SPRING_SSL_BUNDLE_PEM_REDIS_KEYSTORE_PRIVATEKEY", "PRIVATE"))) {
			assertBooks(gateway);
		}
	}

	private void assertBooks(ConfigurableApplicationContext gateway) {
		Owners owners = gateway.getBean(Owners.class);
		Calendar calendar = owners.calendar(30, 1);
		IssuedLink link = owners.link(calendar);
		int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		Client client = Client.of(port, gateway.getBean(PublicUrl.class));
		String redemptions = "/api/v1/links/" + link.token().value() + "/redemptions";
		String body = Client.booking(Owners.time(calendar, 1), "Ada");
		assertThat(client.post(redemptions, body).status()).isEqualTo(201);
		assertThat(client.post(redemptions, body).status()).isEqualTo(410);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE=ANOTHER | Redis, TRUSTSTORE_CERTIFICATE
					SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE=/nowhere.crt | SPRING_SSL_BUNDLE_PEM, /nowhere.crt
					SPRING_DATA_REDIS_HOST=127.0.0.1 | Redis, names another host
					SPRING_DATA_REDIS_PORT=STRICTPORT | Redis, KEYSTORE_PRIVATEKEY
					SPRING_DATA_REDIS_SSL_BUNDLE=other | SPRING_DATA_REDIS_SSL_BUNDLE, other
					SPRING_DATA_REDIS_SSL_BUNDLE= | Redis, SPRING_DATA_REDIS_SSL_ENABLED
					SPRING_DATA_REDIS_TLS_ENABLED=true | SPRING_DATA_REDIS_TLS_ENABLED
					SPRING_R2DBC_URL=r2dbc:postgresql://127.0.0.1:PGPORT/oncegate | PostgreSQL, names another host, verify-ca
					SPRING_R2DBC_USERNAME=certified | PostgreSQL, sslCert
					SPRING_R2DBC_URL=r2dbc:pool:postgresql://localhost:PGPORT/oncegate | SPRING_R2DBC_URL, SPRING_R2DBC_POOL_MAX_SIZE
					SPRING_FLYWAY_ENABLED=false SPRING_R2DBC_USERNAME=certified | PostgreSQL, sslCert
					SPRING_FLYWAY_USER=nobody | PostgreSQL, nobody
					""")
	void whatIsWrongIsSaidInOneLine(String settings, String saying, CapturedOutput output) {
		Map<String, String> changed = new HashMap<>();
		for (String setting : settings.split(" (?=SPRING)")) {
			changed.put(setting.substring(0, setting.indexOf('=')),
					setting.substring(setting.indexOf('=') + 1).strip());
		}
		int before = output.getAll().length();
		assertThatException().isThrownBy(() -> start(changed).close());
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
		assertThat(said).singleElement()
			.asString()
			.contains("Oncegate did not start.")
			.contains(saying.split(", "))
			.doesNotContain(TlsPostgres.PASSWORD, TlsRedis.PASSWORD);
	}

	private ConfigurableApplicationContext start(Map<String, String> changed) {
		Map<String, Object> environment = new HashMap<>(this.usual);
		changed.forEach((name, value) -> environment.put(name, filled(value)));
		return new SpringApplicationBuilder(Oncegate.class, Owners.class).environment(new Environment(environment))
			.run();
	}

	/** Nothing but these environment variables. */
	private static final class Environment extends StandardEnvironment {

		private Environment(Map<String, Object> variables) {
			getPropertySources().replace(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		}

	}

}
