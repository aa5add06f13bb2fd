package io.oncegate.start;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.postgresql.client.SSLNegotiation;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.util.StringUtils;

/**
 * Where and how migrations connect: as bookings do, but always to the primary, and with
 * {@code SPRING_FLYWAY_URL}, {@code SPRING_FLYWAY_USER} and
 * {@code SPRING_FLYWAY_PASSWORD} taking precedence if they are set.
 */
final class MigrationAddress {

	private static final int PORT = 5432;

	/** A migration may take longer than a booking. */
	private static final List<String> TIME_OUTS = List.of("statement_timeout", "lock_timeout", "transaction_timeout");

	private final ConnectionFactoryOptions bookings;

	private final Properties properties = new Properties();

	private MigrationAddress(ConnectionFactoryOptions bookings) {
		this.bookings = bookings;
	}

	static PGSimpleDataSource of(ConnectionFactoryOptions bookings, FlywayProperties own) {
		MigrationAddress address = new MigrationAddress(bookings);
		address.addServers(StringUtils.hasText(own.getUrl()));
		address.addTls();
		address.addSession();
		Properties properties = StringUtils.hasText(own.getUrl()) ? address.overriddenBy(own.getUrl())
				: address.properties;
		setUnlessEmpty(properties, PGProperty.USER, own.getUser());
		setUnlessEmpty(properties, PGProperty.PASSWORD, own.getPassword());
		return source(properties);
	}

	private void addServers(boolean elsewhere) {
		if (text(PostgresqlConnectionFactoryProvider.SOCKET) != null) {
			if (elsewhere) {
				return;
			}
			throw new StartException("SPRING_R2DBC_URL names a Unix socket, which migrations cannot use."
					+ " Use a host instead, or set SPRING_FLYWAY_URL to an address for migrations.", null);
		}
		String host = String.valueOf(this.bookings.getRequiredValue(ConnectionFactoryOptions.HOST));
		Object port = this.bookings.getValue(ConnectionFactoryOptions.PORT);
		boolean list = PostgresqlConnectionFactoryProvider.FAILOVER_PROTOCOL
			.equals(this.bookings.getValue(ConnectionFactoryOptions.PROTOCOL));
		List<String[]> servers = Arrays.stream(list ? host.split(",") : new String[] { host })
			.map((server) -> list ? server.split(":") : new String[] { server })
			.toList();
		PGProperty.PG_HOST.set(this.properties,
				servers.stream().map((server) -> server[0]).collect(Collectors.joining(",")));
		PGProperty.PG_PORT.set(this.properties,
				servers.stream()
					.map((server) -> (server.length > 1) ? server[1] : String.valueOf((port != null) ? port : PORT))
					.collect(Collectors.joining(",")));
		set(PGProperty.PG_DBNAME, text(ConnectionFactoryOptions.DATABASE));
		set(PGProperty.USER, text(ConnectionFactoryOptions.USER));
		set(PGProperty.PASSWORD, text(ConnectionFactoryOptions.PASSWORD));
	}

	private void addTls() {
		SSLMode mode = mode();
		boolean tunnel = mode.name().equals("TUNNEL");
		PGProperty.SSL_MODE.set(this.properties, (tunnel ? SSLMode.REQUIRE : mode).toString());
		PGProperty.SSL_FACTORY.set(this.properties, MigrationSockets.class.getName());
		PGProperty.SSL_HOSTNAME_VERIFIER.set(this.properties, verifier());
		if ("false".equalsIgnoreCase(text(PostgresqlConnectionFactoryProvider.SSL_SNI))) {
			PGProperty.SSL_FACTORY_ARG.set(this.properties, MigrationSockets.WITHOUT_SNI);
		}
		String negotiation = text(PostgresqlConnectionFactoryProvider.SSL_NEGOTIATION);
		if (tunnel || (negotiation != null && SSLNegotiation.fromValue(negotiation) != SSLNegotiation.POSTGRES)) {
			PGProperty.SSL_NEGOTIATION.set(this.properties, "direct");
		}
		if (this.bookings
			.getValue(PostgresqlConnectionFactoryProvider.SSL_CONTEXT_BUILDER_CUSTOMIZER) instanceof PostgresTls tls) {
			set(PGProperty.SSL_ROOT_CERT, tls.files().authority());
			set(PGProperty.SSL_CERT, tls.files().certificate());
			set(PGProperty.SSL_KEY, tls.files().key());
			set(PGProperty.SSL_PASSWORD, tls.files().password());
		}
	}

	private SSLMode mode() {
		return (this.bookings.getValue(PostgresqlConnectionFactoryProvider.SSL_MODE) instanceof SSLMode mode) ? mode
				: SSLMode.DISABLE;
	}

	private String verifier() {
		Object verifier = this.bookings.getValue(PostgresqlConnectionFactoryProvider.SSL_HOSTNAME_VERIFIER);
		return (verifier instanceof String name) ? name : HostNames.class.getName();
	}

	private void addSession() {
		String schema = text(PostgresqlConnectionFactoryProvider.CURRENT_SCHEMA);
		set(PGProperty.CURRENT_SCHEMA, (schema != null) ? schema : text(PostgresqlConnectionFactoryProvider.SCHEMA));
		set(PGProperty.OPTIONS, sessionOptions());
		set(PGProperty.TCP_KEEP_ALIVE, text(PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE));
		PGProperty.APPLICATION_NAME.set(this.properties, "oncegate");
		PGProperty.CONNECT_TIMEOUT.set(this.properties, 5);
		PGProperty.TARGET_SERVER_TYPE.set(this.properties, "primary");
	}

	/** The R2DBC driver expects a=b;c=d, the JDBC driver server options. */
	private @Nullable String sessionOptions() {
		String options = text(PostgresqlConnectionFactoryProvider.OPTIONS);
		return (options != null) ? Stream.of(options.split(";"))
			.filter((option) -> !TIME_OUTS.contains(option.split("=")[0].strip().toLowerCase(Locale.ROOT)))
			.map((option) -> "-c " + option.strip().replace("\\", "\\\\").replace(" ", "\\ "))
			.collect(Collectors.joining(" ")) : null;
	}

	/** Anything a separate address does not specify stays as it is for bookings. */
	private Properties overriddenBy(String url) {
		Properties merged = Driver.parseURL(url, this.properties);
		if (merged == null) {
			throw new StartException("SPRING_FLYWAY_URL cannot be parsed. Set it to an address like"
					+ " jdbc:postgresql://db.example.com:5432/oncegate, or remove it to use that of SPRING_R2DBC_URL.",
					null);
		}
		merged.stringPropertyNames().stream().filter((name) -> PGProperty.forName(name) == null).forEach((name) -> {
			throw new StartException("SPRING_FLYWAY_URL has an option unknown to the JDBC driver"
					+ (name.matches("\\w{1,40}") ? ": " + name : "") + ". Correct it.", null);
		});
		checkMode(merged);
		return merged;
	}

	private void checkMode(Properties merged) {
		SSLMode mode;
		try {
			mode = SSLMode.fromValue(String.valueOf(PGProperty.SSL_MODE.getOrDefault(merged)));
		}
		catch (IllegalArgumentException ex) {
			throw new StartException("sslmode in SPRING_FLYWAY_URL is unknown to the JDBC driver."
					+ " Set it to verify-full, or remove it to use that of SPRING_R2DBC_URL.", null);
		}
		if (TlsSettings.requiresTls(mode()) && !TlsSettings.requiresTls(mode)) {
			throw new StartException(
					"sslmode=" + mode + " in SPRING_FLYWAY_URL may send the password in plain text, while"
							+ " SPRING_R2DBC_URL requires TLS. Set it to verify-full, or remove it.",
					null);
		}
	}

	private void set(PGProperty property, @Nullable String value) {
		setUnlessEmpty(this.properties, property, value);
	}

	private static void setUnlessEmpty(Properties properties, PGProperty property, @Nullable String value) {
		if (StringUtils.hasLength(value)) {
			property.set(properties, value);
		}
	}

	private @Nullable String text(Option<?> option) {
		Object value = this.bookings.getValue(option);
		return (value != null) ? value.toString() : null;
	}

	private static PGSimpleDataSource source(Properties properties) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		for (String name : properties.stringPropertyNames()) {
			source.setProperty(Objects.requireNonNull(PGProperty.forName(name)), properties.getProperty(name));
		}
		return source;
	}

}
