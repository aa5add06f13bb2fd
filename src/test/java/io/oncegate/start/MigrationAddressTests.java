package io.oncegate.start;

import java.util.Map;

import io.oncegate.setting.StartException;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Where migrations connect, and with what. */
class MigrationAddressTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					r2dbc:postgresql://ann@db.example.com/oncegate                          | jdbc:postgresql://db.example.com:5432/oncegate?
					r2dbc:postgresql://ann@db.example.com:5433/oncegate                     | jdbc:postgresql://db.example.com:5433/oncegate?
					r2dbc:postgresql://ann@[2001:db8::1]:5433/oncegate                      | jdbc:postgresql://[2001:db8::1]:5433/oncegate?
					r2dbc:postgresql://ann@db/once%20gate%3F                                | jdbc:postgresql://db:5432/once+gate%3F?
					r2dbc:postgresql:failover://ann@h1,h2:5433/oncegate                     | jdbc:postgresql://h1:5432,h2:5433/oncegate?
					r2dbc:postgresql:failover://ann@h1,h2/oncegate?targetServerType=any     | jdbc:postgresql://h1:5432,h2:5432/oncegate?
					""")
	void theyGoWhereBookingsAre(String bookings, String begins) {
		assertThat(address(bookings, null).getUrl()).startsWith(begins).contains("targetServerType=primary");
	}

	@Test
	void theyConnectAsBookingsDo() {
		PGSimpleDataSource migrations = address("r2dbc:postgresql://a%40nn:p%26ss@db/oncegate?schema=bookings"
				+ "&options=search_path=a%5Cb%20c;statement_timeout=1s;role=owner&tcpKeepAlive=true", null);
		assertThat(migrations.getUser()).isEqualTo("a@nn");
		assertThat(migrations.getPassword()).isEqualTo("p&ss");
		assertThat(migrations.getProperty(PGProperty.CURRENT_SCHEMA)).isEqualTo("bookings");
		assertThat(migrations.getProperty(PGProperty.OPTIONS)).isEqualTo("-c search_path=a\\\\b\\ c -c role=owner");
		assertThat(migrations.getProperty(PGProperty.TCP_KEEP_ALIVE)).isEqualTo("true");
		assertThat(migrations.getProperty(PGProperty.SSL_MODE)).isEqualTo("disable");
	}

	@Test
	void theyMayHaveARoleOfTheirOwn() {
		FlywayProperties own = new FlywayProperties();
		own.setUser("migrator");
		own.setPassword("another");
		PGSimpleDataSource migrations = MigrationAddress.of(read("r2dbcs:postgresql://ann:secret@db/oncegate"), own);
		assertThat(migrations.getUser()).isEqualTo("migrator");
		assertThat(migrations.getPassword()).isEqualTo("another");
		assertThat(migrations.getServerNames()).containsExactly("db");
		assertThat(migrations.getProperty(PGProperty.SSL_MODE)).isEqualTo("verify-full");
	}

	@Test
	void anAddressOfTheirOwnKeepsWhatItDoesNotSay() {
		PGSimpleDataSource migrations = address("r2dbcs:postgresql:failover://ann:secret@h1,h2/oncegate",
				"jdbc:postgresql://direct:5433/oncegate?socketTimeout=60");
		assertThat(migrations.getUrl()).startsWith("jdbc:postgresql://direct:5433/oncegate?");
		assertThat(Map.of("user", migrations.getUser(), "password", migrations.getPassword()))
			.isEqualTo(Map.of("user", "ann", "password", "secret"));
		assertThat(migrations.getProperty(PGProperty.SOCKET_TIMEOUT)).isEqualTo("60");
		assertThat(migrations.getProperty(PGProperty.SSL_MODE)).isEqualTo("verify-full");
		assertThat(migrations.getProperty(PGProperty.SSL_FACTORY)).isEqualTo(MigrationSockets.class.getName());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			postgresql://db/oncegate                                        | jdbc:postgresql://
			jdbc:postgresql://ann:s3cret@db                                 | jdbc:postgresql://
			jdbc:postgresql://db/oncegate?sslmod=verify-full                | sslmod
			jdbc:postgresql://db/oncegate?sslmode=verify-fully              | verify-full
			jdbc:postgresql://db/oncegate?sslmode=disable&password=s3cret   | in plain text
			jdbc:postgresql://db/oncegate?sslmode=prefer&password=s3cret    | in plain text
			""")
	void anAddressOfTheirOwnIsUnderstoodOrRefused(String own, String saying) {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> address("r2dbcs:postgresql://ann@db/oncegate", own))
			.withMessageContainingAll("SPRING_FLYWAY_URL", saying)
			.withMessageNotContainingAny("s3cret", "\n");
	}

	@Test
	void aSocketIsNotForThem() {
		String bookings = "r2dbc:postgresql:///oncegate?socket=/run/postgresql/.s.PGSQL.5432";
		R2dbcProperties settings = new R2dbcProperties();
		settings.setUrl(bookings);
		settings.setUsername("ann");
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> MigrationAddress.of(PostgresAddress.of(settings), new FlywayProperties()))
			.withMessageContainingAll("socket", "SPRING_FLYWAY_URL");
	}

	private static PGSimpleDataSource address(String bookings, @Nullable String own) {
		FlywayProperties properties = new FlywayProperties();
		properties.setUrl(own);
		return MigrationAddress.of(read(bookings), properties);
	}

	private static ConnectionFactoryOptions read(String url) {
		R2dbcProperties settings = new R2dbcProperties();
		settings.setUrl(url);
		return PostgresAddress.of(settings);
	}

}
