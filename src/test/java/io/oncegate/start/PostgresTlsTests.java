package io.oncegate.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import io.oncegate.support.Authority;
import io.oncegate.support.PlainPostgres;
import io.oncegate.support.Slow;
import io.oncegate.support.TlsPostgres;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.util.function.ThrowingSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * TLS to a real PostgreSQL, by the driver of bookings and by that of migrations: both
 * connect with the same settings, or both are refused for the same reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class PostgresTlsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Authority authority;

	private Authority another;

	private Path client;

	/** Its certificate names localhost, but not its address. */
	private TlsPostgres named;

	/** Its certificate names its address, but not localhost. */
	private TlsPostgres numbered;

	@BeforeAll
	void start() throws IOException, SQLException {
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "tls-")
			.toAbsolutePath();
		this.authority = new Authority(directory.resolve("authority"), "Private authority");
		this.another = new Authority(directory.resolve("another"), "Another authority");
		this.client = this.authority.issue("certified");
		this.named = new TlsPostgres(Files.createDirectories(directory.resolve("named/data")), this.authority,
				this.authority.issue("db", "dns:localhost"));
		this.numbered = new TlsPostgres(Files.createDirectories(directory.resolve("numbered/data")), this.authority,
				this.authority.issue("localhost", "ip:127.0.0.1"));
	}

	@AfterAll
	void stop() throws IOException {
		this.named.close();
		this.numbered.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# options                                              | localhost     | 127.0.0.1
			sslMode=prefer                                         |               |
			sslMode=allow                                          |               |
			sslMode=require                                        |               |
			sslMode=require&sslNegotiation=direct                  |               |
			sslMode=verify-ca&sslRootCert=AUTHORITY                |               |
			sslMode=verify-ca&sslRootCert=AUTHORITY&sslSni=false   |               |
			sslMode=verify-full&sslRootCert=AUTHORITY              |               | OTHER_HOST
			ssl=true&sslRootCert=AUTHORITY                         |               | OTHER_HOST
			ssl=true&sslRootCert=AUTHORITY&sslNegotiation=direct   |               | OTHER_HOST
			ssl=true&sslRootCert=AUTHORITY&sslSni=false            |               | OTHER_HOST
			sslmode=VERIFY_FULL&sslrootcert=AUTHORITY              |               | OTHER_HOST
			sslMode=verify-ca&sslRootCert=ANOTHER                  | UNTRUSTED     | UNTRUSTED
			sslMode=verify-full&sslRootCert=ANOTHER                | UNTRUSTED     | UNTRUSTED
			# without an authority, those count that the JVM trusts
			sslMode=verify-ca                                      | UNTRUSTED     | UNTRUSTED
			sslMode=verify-full                                    | UNTRUSTED     | UNTRUSTED
			ssl=true                                               | UNTRUSTED     | UNTRUSTED
			sslMode=disable                                        | TLS_ONLY      | TLS_ONLY
			applicationName=any                                    | TLS_ONLY      | TLS_ONLY
			""")
	void bothDriversTrustTheSame(String options, TlsFailure byName, TlsFailure byAddress) {
		assertBoth(url("localhost", this.named, options), byName);
		assertBoth(url("127.0.0.1", this.named, options), byAddress);
	}

	@Test
	void anAddressIsFoundInTheCertificate() {
		assertBoth(url("127.0.0.1", this.numbered, "ssl=true&sslRootCert=AUTHORITY"), null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			sslMode=require                                                             | NO_CLIENT_CERTIFICATE
			ssl=true&sslRootCert=AUTHORITY                                              | NO_CLIENT_CERTIFICATE
			sslMode=require&sslCert=CLIENT&sslKey=KEY                                   |
			ssl=true&sslRootCert=AUTHORITY&sslCert=CLIENT&sslKey=KEY                    |
			ssl=true&sslRootCert=AUTHORITY&sslCert=CLIENT&sslKey=KEY&sslNegotiation=direct |
			sslMode=require&sslCert=NOBODY&sslKey=KEY                                   | NO_CLIENT_CERTIFICATE
			sslMode=require&sslCert=FOREIGN&sslKey=FOREIGN_KEY                          | NO_CLIENT_CERTIFICATE
			""")
	void bothDriversShowTheClientsCertificate(String options, TlsFailure failure) {
		assertBoth(
				"r2dbc:postgresql://certified@localhost:%d/oncegate?%s".formatted(this.named.port(), filled(options)),
				failure);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ssl=true&sslRootCert=KEY                                | sslRootCert
			sslMode=require&sslCert=KEY&sslKey=KEY                  | sslCert
			sslMode=require&sslCert=CLIENT&sslKey=CLIENT            | sslKey
			sslMode=require&sslCert=CLIENT&sslKey=FOREIGN_KEY       | belongs to it
			sslMode=require&sslCert=CLIENT&sslKey=/nowhere.key      | /nowhere.key
			""")
	void filesThatDoNotFitAreNamed(String options, String saying) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> read(url("localhost", this.named, options)))
			.withMessageContaining(saying)
			.withMessageNotContaining("\n");
	}

	/** By one who says that there is no TLS, and asks for the password. */
	@ParameterizedTest
	@ValueSource(strings = { "ssl=true", "sslMode=require", "sslMode=verify-ca", "sslMode=verify-full" })
	void nothingIsSentInClearWhereTlsIsAskedFor(String options) throws IOException {
		try (PlainPostgres thief = new PlainPostgres()) {
			assertBoth("r2dbc:postgresql://oncegate:%s@localhost:%d/oncegate?%s".formatted(TlsPostgres.PASSWORD,
					thief.port(), options), TlsFailure.NO_TLS);
			assertThat(thief.told()).isEmpty();
		}
	}

	@Test
	void whatIsSentInClearIsHeard() throws IOException {
		try (PlainPostgres thief = new PlainPostgres()) {
			ConnectionFactoryOptions options = read("r2dbc:postgresql://oncegate:%s@localhost:%d/oncegate"
				.formatted(TlsPostgres.PASSWORD, thief.port()));
			assertThat(failure(() -> migrations(options))).isPresent();
			assertThat(thief.told()).anyMatch((text) -> text.contains(TlsPostgres.PASSWORD));
		}
	}

	private String url(String host, TlsPostgres server, String options) {
		return "r2dbc:postgresql://oncegate:%s@%s:%d/oncegate?%s".formatted(TlsPostgres.PASSWORD, host, server.port(),
				filled(options));
	}

	private String filled(String options) {
		try {
			return options.replace("FOREIGN_KEY", this.another.key().toString())
				.replace("AUTHORITY", this.authority.certificate().toString())
				.replace("ANOTHER", this.another.certificate().toString())
				.replace("CLIENT", this.client.toString())
				.replace("KEY", this.authority.key().toString())
				.replace("NOBODY", options.contains("NOBODY") ? this.authority.issue("nobody").toString() : "")
				.replace("FOREIGN", options.contains("FOREIGN") ? this.another.issue("certified").toString() : "");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static ConnectionFactoryOptions read(String url) {
		R2dbcProperties settings = new R2dbcProperties();
		settings.setUrl(url);
		return PostgresAddress.of(settings);
	}

	private static void assertBoth(String url, @Nullable TlsFailure expected) {
		ConnectionFactoryOptions options = read(url);
		for (ThrowingSupplier<?> driver : List.<ThrowingSupplier<?>>of(() -> bookings(options),
				() -> migrations(options))) {
			Optional<Exception> failure = failure(driver);
			assertThat(failure.flatMap(TlsFailure::of)).as("%s", failure).isEqualTo(Optional.ofNullable(expected));
			assertThat(failure.isPresent()).isEqualTo(expected != null);
		}
	}

	private static Optional<Exception> failure(ThrowingSupplier<?> driver) {
		try {
			driver.getWithException();
			return Optional.empty();
		}
		catch (Exception ex) {
			return Optional.of((Exception) Exceptions.unwrap(ex));
		}
	}

	private static Object bookings(ConnectionFactoryOptions options) {
		return Mono
			.usingWhen(ConnectionFactories.get(options).create(),
					(connection) -> Mono.from(connection.createStatement("select 1").execute())
						.flatMap((result) -> Mono.from(result.map((row) -> row.get(0)))),
					io.r2dbc.spi.Connection::close)
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static Object migrations(ConnectionFactoryOptions options) throws SQLException {
		try (Connection connection = MigrationAddress.of(options, new FlywayProperties()).getConnection()) {
			return Stream.of(connection.createStatement().executeQuery("select 1").next()).toList();
		}
	}

}
