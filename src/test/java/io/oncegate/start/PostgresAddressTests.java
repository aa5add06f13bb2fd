package io.oncegate.start;

import java.util.Locale;
import java.util.Map;

import io.oncegate.setting.StartException;
import io.r2dbc.postgresql.MultiHostConnectionStrategy.TargetServerType;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How the address of an external PostgreSQL is read. */
class PostgresAddressTests {

	private static final String SECRET = "s3cret";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			r2dbc:postgresql://db/oncegate                                | disable
			r2dbcs:postgresql://db/oncegate                               | verify-full
			r2dbc:postgres://db/oncegate?ssl=true                         | verify-full
			r2dbc:postgresql://db/oncegate?SSL=TRUE                       | verify-full
			r2dbc:postgresql://db/oncegate?ssl=false                      | disable
			r2dbc:postgresql://db/oncegate?sslMode=verify-full            | verify-full
			r2dbc:postgresql://db/oncegate?sslmode=VERIFY_FULL            | verify-full
			r2dbc:postgresql://db/oncegate?SslMode=Verify-CA&ssl=true     | verify-ca
			r2dbcs:postgresql://db/oncegate?sslMode=require               | require
			r2dbc:postgresql://db/oncegate?sslMode=prefer                 | prefer
			r2dbc:postgresql://db/oncegate?sslMode=allow                  | allow
			r2dbc:postgresql://db/oncegate?sslMode=disable&ssl=false      | disable
			""")
	void tlsIsAskedForInManyWays(String url, String mode) {
		assertThat(read(url).getValue(PostgresqlConnectionFactoryProvider.SSL_MODE)).isEqualTo(SSLMode.fromValue(mode));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# a name that the driver would ignore
			r2dbc:postgresql://u:s3cret@db/oncegate?sslmod=verify-full         | sslmod
			r2dbc:postgresql://u:s3cret@db/oncegate?tls=true                   | tls
			r2dbc:postgresql://u:s3cret@db/oncegate?sslroot=x&sslMode=require  | sslroot
			# a value that it would take for another, or not at all
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=yes                    | true or false
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=1                      | true or false
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl                        | name=value
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=                       | empty
			r2dbc:postgresql://u:s3cret@db/oncegate?sslMode=verifyfull         | verify-full, verify-ca, require
			r2dbc:postgresql://u:s3cret@db/oncegate?sslMode=true               | verify-full, verify-ca, require
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=true&sslSni=off        | sslSni
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=true&sslNegotiation=no | sslNegotiation
			r2dbc:postgresql://u:s3cret@db/oncegate?fetchSize=many             | fetchSize
			# twice, or against each other
			r2dbc:postgresql://u:s3cret@db/oncegate?sslMode=require&sslMode=disable   | twice
			r2dbc:postgresql://u:s3cret@db/oncegate?sslMode=require&sslmode=disable   | twice
			r2dbcs:postgresql://u:s3cret@db/oncegate?ssl=false                        | twice
			r2dbcs:postgresql://u:s3cret@db/oncegate?sslMode=disable                  | contradicts
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=true&sslMode=prefer           | contradicts
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=false&sslMode=verify-full     | contradicts
			# without effect
			r2dbc:postgresql://u:s3cret@db/oncegate?sslRootCert=/ca.crt                  | sslMode=verify-full
			r2dbc:postgresql://u:s3cret@db/oncegate?sslRootCert=/ca.crt&sslMode=require  | checks no certificate
			r2dbc:postgresql://u:s3cret@db/oncegate?sslCert=/me.crt&ssl=true             | sslKey
			r2dbc:postgresql://u:s3cret@db/oncegate?sslKey=/me.key&ssl=true              | sslCert
			r2dbc:postgresql://u:s3cret@db/oncegate?sslPassword=x&ssl=true               | sslKey
			r2dbc:postgresql://u:s3cret@db/oncegate?maxSize=20                           | SPRING_R2DBC_POOL_MAX_SIZE
			# files
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=true&sslRootCert=/no/where.crt   | /no/where.crt
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=true&sslRootCert=/               | sslRootCert
			r2dbc:postgresql://u:s3cret@db/oncegate?ssl=true&sslRootCert=pom.xml         | BEGIN CERTIFICATE
			# the address
			nonsense                                                           | r2dbc:postgresql://db.example.com
			jdbc:postgresql://u:s3cret@db/oncegate                             | r2dbc:postgresql://db.example.com
			r2dbc:mysql://u:s3cret@db/oncegate                                 | PostgreSQL
			r2dbc:postgresql:failovr://u:s3cret@h1,h2/oncegate                 | failover
			r2dbc:postgresql://u:s3cret@h1,h2/oncegate                         | failover://
			r2dbc:postgresql:failover://u:s3cret@[::1]:5432,h2/oncegate        | IPv6
			r2dbc:postgresql:failover://u:s3cret@h1,h2/d?targetServerType=secondary | primary
			r2dbc:postgresql:failover://u:s3cret@h1,h2/d?targetServerType=first     | targetServerType
			r2dbc:postgresql://u:s3cret@db:99999/oncegate                      | from 1 to 65535
			r2dbc:postgresql://u:s3cret@db:0/oncegate                          | from 1 to 65535
			r2dbc:postgresql:failover://u:s3cret@h1:5432,h2:99999/oncegate     | from 1 to 65535
			r2dbc:postgresql:failover://u:s3cret@h1,h2:none/oncegate           | from 1 to 65535
			r2dbc:postgresql:failover://u:s3cret@h1:,h2/oncegate               | from 1 to 65535
			r2dbc:postgresql://u:s3cret@db/oncegate?user=me                    | question mark
			r2dbc:postgresql://u:s3cret#1@db/oncegate                          | %23
			r2dbc:postgresql://u:s3cret 1@db/oncegate                          | %40
			r2dbc:postgresql:///oncegate?user=u                                | SPRING_R2DBC_URL
			""")
	void whatIsNotUnderstoodIsSaidInOneLine(String url, String saying) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> read(url))
			.withMessageContaining("SPRING_R2DBC_URL")
			.withMessageContaining(saying)
			.withMessageNotContainingAny(SECRET, "\n");
	}

	/** Environment variables have no case. */
	@Test
	void optionsOfTheirOwnAreReadInAnyCase() {
		R2dbcProperties settings = settings("r2dbc:postgresql://db/oncegate");
		settings.getProperties().putAll(Map.of("sslmode", "verify-full", "tcpkeepalive", "true"));
		ConnectionFactoryOptions options = PostgresAddress.of(settings);
		assertThat(options.getValue(PostgresqlConnectionFactoryProvider.SSL_MODE)).isEqualTo(SSLMode.VERIFY_FULL);
		assertThat(options.getValue(PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE)).isEqualTo("true");
	}

	@Test
	void anOptionOfItsOwnIsNamedAsItWasSet() {
		R2dbcProperties settings = settings("r2dbc:postgresql://db/oncegate?sslMode=require");
		settings.getProperties().put("sslmode", "disable");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> PostgresAddress.of(settings))
			.withMessageContainingAll("SPRING_R2DBC_PROPERTIES_SSLMODE", "SPRING_R2DBC_URL", "sslMode");
		settings.getProperties().clear();
		settings.getProperties().put("sslmod", "disable");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> PostgresAddress.of(settings))
			.withMessageContaining("SPRING_R2DBC_PROPERTIES_SSLMOD");
	}

	@Test
	void aUserOrPasswordThatIsSetTwiceAndDifferentlyIsRefused() {
		R2dbcProperties settings = bare("r2dbc:postgresql://ann:s3cret@db/oncegate");
		settings.setUsername("ann");
		assertThat(PostgresAddress.of(settings).getValue(ConnectionFactoryOptions.USER)).isEqualTo("ann");
		settings.setPassword("another");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> PostgresAddress.of(settings))
			.withMessageContainingAll("SPRING_R2DBC_PASSWORD", "SPRING_R2DBC_URL")
			.withMessageNotContainingAny(SECRET, "another");
	}

	@Test
	void aListOfHostsIsSearchedForThePrimary() {
		ConnectionFactoryOptions options = read("r2dbc:postgresql:failover://ann@h1:5432,h2:5433/oncegate");
		assertThat(options.getValue(PostgresqlConnectionFactoryProvider.TARGET_SERVER_TYPE))
			.isEqualTo(TargetServerType.PRIMARY);
		assertThat(options.getValue(ConnectionFactoryOptions.HOST)).isEqualTo("h1:5432,h2:5433");
	}

	/** What the driver's documentation names, to be given as a text. */
	@ParameterizedTest
	@ValueSource(strings = { "applicationName=mine", "autodetectExtensions=false", "compatibilityMode=true",
			"connectTimeout=PT3S", "currentSchema=bookings", "errorResponseLogLevel=DEBUG", "fetchSize=100",
			"forceBinary=true", "lockWaitTimeout=2s", "noticeLogLevel=WARN", "options=work_mem=8MB;geqo=off",
			"preferAttachedBuffers=true", "preparedStatementCacheQueries=0", "schema=bookings", "ssl=true",
			"sslMode=tunnel", "ssl=true&sslNegotiation=direct", "ssl=true&sslnegotiation=TUNNEL",
			"ssl=true&sslSni=false", "statementTimeout=PT2S", "tcpKeepAlive=true", "tcpNoDelay=false",
			"timeZone=Europe/Berlin", "ssl=true&sslHostnameVerifier=io.oncegate.start.HostNames" })
	void theDriversOptionsAreTaken(String option) {
		ConnectionFactoryOptions options = read("r2dbc:postgresql://db/oncegate?" + option);
		String last = option.substring(option.lastIndexOf('&') + 1);
		String name = last.substring(0, last.indexOf('='));
		if (!name.toLowerCase(Locale.ROOT).startsWith("ssl")) {
			assertThat(options.getValue(Option.valueOf(name))).isEqualTo(last.substring(last.indexOf('=') + 1));
		}
	}

	@Test
	void whatIsWrittenInPercentIsRead() {
		ConnectionFactoryOptions options = PostgresAddress
			.of(bare("r2dbc:postgresql://a%40nn:p%23%26%3F%2Fss@[::1]:5433/once%20gate?applicationName=a%26b"));
		assertThat(options.getValue(ConnectionFactoryOptions.USER)).isEqualTo("a@nn");
		assertThat(options.getValue(ConnectionFactoryOptions.PASSWORD)).hasToString("p#&?/ss");
		assertThat(options.getValue(ConnectionFactoryOptions.DATABASE)).isEqualTo("once gate");
		assertThat(options.getValue(ConnectionFactoryOptions.HOST)).isEqualTo("[::1]");
	}

	private static ConnectionFactoryOptions read(String url) {
		return PostgresAddress.of(url.contains("@") ? bare(url) : settings(url));
	}

	private static R2dbcProperties settings(String url) {
		R2dbcProperties settings = bare(url);
		settings.setUsername("ann");
		return settings;
	}

	private static R2dbcProperties bare(String url) {
		R2dbcProperties settings = new R2dbcProperties();
		settings.setUrl(url);
		return settings;
	}

}
