package io.oncegate.start;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import io.r2dbc.postgresql.MultiHostConnectionStrategy.TargetServerType;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.util.StringUtils;

/**
 * The address of an external PostgreSQL, as given by {@code SPRING_R2DBC_URL},
 * {@code SPRING_R2DBC_USERNAME}, {@code _PASSWORD}, {@code _NAME} and
 * {@code SPRING_R2DBC_PROPERTIES_*}, with each option under the driver's own name
 * whatever its case: environment variables have no case.
 * <p>
 * The driver ignores unknown options, takes every word except {@code true} for
 * {@code false}, and lets the last of two options win. Here, each of these stops the
 * start.
 */
final class PostgresAddress {

	private static final String URL = "SPRING_R2DBC_URL";

	private static final String EXAMPLE = " An address is like r2dbc:postgresql://db.example.com:5432/oncegate";

	private static final String LIST = "With failover: the driver accepts several hosts, each with its own port, but no"
			+ " IPv6 addresses: failover://h1:5432,h2:5432/db";

	private final Map<String, Given> given = new LinkedHashMap<>();

	private PostgresAddress() {
	}

	/**
	 * Reads the settings.
	 * @return the options to connect with; {@code sslMode} is always set and says whether
	 * and how to use TLS
	 * @throws StartException if they cannot be parsed, or contradict each other
	 */
	static ConnectionFactoryOptions of(R2dbcProperties settings) {
		PostgresAddress address = new PostgresAddress();
		String url = (settings.getUrl() != null) ? settings.getUrl() : "";
		ConnectionFactoryOptions parsed = parsed(url);
		address.add(parsed, settings);
		address.addQuery(url);
		settings.getProperties()
			.forEach((name, value) -> address
				.add("SPRING_R2DBC_PROPERTIES_" + name.toUpperCase(Locale.ROOT).replaceAll("\\W", "_"), name, value));
		if (url.startsWith("r2dbcs:")) {
			address.add(URL, "ssl", "true");
		}
		return address.options();
	}

	private static ConnectionFactoryOptions parsed(String url) {
		if (url.indexOf('#') >= 0) {
			throw wrong("In a password, write # as %23, ? as %3F and @ as %40.");
		}
		if (url.contains(":failover://") && url.contains("[")) {
			throw wrong(LIST);
		}
		try {
			// The exception's message would show the password.
			return ConnectionFactoryOptions.parse(url);
		}
		catch (IllegalArgumentException ex) {
			throw wrong("It cannot be parsed. Host, port, database, user and password go before the question mark;"
					+ " in a password, write special characters like %40." + EXAMPLE);
		}
	}

	/** The part before the question mark, or separate settings. */
	private void add(ConnectionFactoryOptions parsed, R2dbcProperties settings) {
		Stream
			.of(ConnectionFactoryOptions.DRIVER, ConnectionFactoryOptions.PROTOCOL, ConnectionFactoryOptions.HOST,
					ConnectionFactoryOptions.PORT, ConnectionFactoryOptions.DATABASE, ConnectionFactoryOptions.USER,
					ConnectionFactoryOptions.PASSWORD)
			.filter(parsed::hasOption)
			.forEach((option) -> add(URL, option.name(), parsed.getRequiredValue(option).toString()));
		addUnlessEmpty("SPRING_R2DBC_USERNAME", ConnectionFactoryOptions.USER, settings.getUsername());
		addUnlessEmpty("SPRING_R2DBC_PASSWORD", ConnectionFactoryOptions.PASSWORD, settings.getPassword());
		addUnlessEmpty("SPRING_R2DBC_NAME", ConnectionFactoryOptions.DATABASE, settings.getName());
	}

	private void addUnlessEmpty(String setting, Option<?> option, @Nullable String value) {
		if (StringUtils.hasLength(value)) {
			add(setting, option.name(), value);
		}
	}

	private void addQuery(String url) {
		int start = url.indexOf('?');
		if (start < 0) {
			return;
		}
		for (String pair : url.substring(start + 1).split("&")) {
			String[] parts = pair.split("=", 2);
			if (parts.length < 2 || parts[0].isEmpty()) {
				throw wrong("Write its options as name=value, separated by &.");
			}
			add(URL, parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
		}
	}

	private void add(String setting, String name, String value) {
		String option = DriverOption.named(name, setting).checked(value, setting);
		Given before = this.given.putIfAbsent(option, new Given(setting, value));
		if (before != null && !before.value().equals(value)) {
			throw new StartException(
					option + " is given twice with different values, in " + before.setting()
							+ (before.setting().equals(setting) ? "" : " and in " + setting) + ". Remove one of them.",
					null);
		}
	}

	private ConnectionFactoryOptions options() {
		checkHosts();
		ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.builder();
		this.given.forEach((name, option) -> options.option(Option.valueOf(name), option.value()));
		if (isList() && !this.given.containsKey("targetServerType")) {
			options.option(PostgresqlConnectionFactoryProvider.TARGET_SERVER_TYPE, TargetServerType.PRIMARY);
		}
		options.from(TlsSettings.of(this.given));
		ConnectionFactoryOptions complete = options.build();
		check(complete);
		return complete;
	}

	private void checkHosts() {
		String driver = text("driver");
		if (!driver.equals(PostgresqlConnectionFactoryProvider.POSTGRESQL_DRIVER)
				&& !driver.equals(PostgresqlConnectionFactoryProvider.LEGACY_POSTGRESQL_DRIVER)) {
			throw wrong("It is not a PostgreSQL address." + EXAMPLE);
		}
		String protocol = text("protocol");
		if (!protocol.isEmpty() && !isList()) {
			throw wrong("Only failover: may stand between r2dbc:postgresql: and //.");
		}
		String host = text("host");
		if (host.contains(",") && !isList()) {
			throw wrong("Write a list of hosts as r2dbc:postgresql:failover://h1,h2/db");
		}
		if (isList() && this.given.containsKey("port")) {
			throw wrong(LIST);
		}
		checkPorts();
		if (isList() && text("targetServerType").toLowerCase(Locale.ROOT).contains("second")) {
			throw new StartException("targetServerType in " + setting("targetServerType")
					+ " must be primary: the gateway writes. Correct it, or remove it.", null);
		}
	}

	/** In a list, each host has its own port; a list cannot contain IPv6 addresses. */
	private void checkPorts() {
		Stream<String> ports = isList()
				? Stream.of(text("host").split(",")).filter((host) -> host.contains(":")).map(Ports::after)
				: Stream.of(text("port")).filter((port) -> !port.isEmpty());
		ports.filter((port) -> !Ports.isPort(port)).findFirst().ifPresent((port) -> {
			throw new StartException(setting(isList() ? "host" : "port")
					+ " has an invalid port. Set it to a number from 1 to 65535." + EXAMPLE, null);
		});
	}

	private boolean isList() {
		return text("protocol").equals(PostgresqlConnectionFactoryProvider.FAILOVER_PROTOCOL);
	}

	/** By the driver itself. */
	private void check(ConnectionFactoryOptions options) {
		try {
			PostgresqlConnectionFactoryProvider.builder(options).build();
		}
		catch (RuntimeException ex) {
			throw new StartException(setting(named(ex)) + " is missing or wrong (" + reason(ex)
					+ "). Correct SPRING_R2DBC_URL or SPRING_R2DBC_USERNAME." + EXAMPLE, ex);
		}
	}

	private static String named(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return message.startsWith("Cannot assign option ") ? message.substring(21) : "";
	}

	private static String reason(Throwable failure) {
		List<String> reasons = new ArrayList<>();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			reasons.add(String.valueOf(cause.getMessage()));
		}
		return String.join(": ", reasons);
	}

	private String text(String name) {
		Given option = this.given.get(name);
		return (option != null) ? option.value() : "";
	}

	private String setting(String name) {
		Given option = this.given.get(name);
		return (option != null) ? option.setting() : URL;
	}

	private static StartException wrong(String remedy) {
		return new StartException(URL + " is wrong. " + remedy, null);
	}

	/**
	 * An option.
	 *
	 * @param setting the setting it was given in
	 * @param value the given value
	 */
	record Given(String setting, String value) {

	}

}
