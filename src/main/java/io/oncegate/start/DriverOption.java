package io.oncegate.start;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import io.r2dbc.pool.PoolingConnectionFactoryProvider;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;

/**
 * An option of the PostgreSQL driver, read from its own constants.
 *
 * @param name the driver's name for it
 * @param isBoolean whether it is true or false
 */
record DriverOption(String name, boolean isBoolean) {

	private static final Map<String, DriverOption> KNOWN = of(ConnectionFactoryOptions.class,
			PostgresqlConnectionFactoryProvider.class);

	private static final Map<String, DriverOption> OF_THE_POOL = of(PoolingConnectionFactoryProvider.class);

	/**
	 * Finds an option by name, ignoring case and separators.
	 * @param setting the setting that contains it
	 * @throws StartException if there is none
	 */
	static DriverOption named(String name, String setting) {
		DriverOption found = KNOWN.get(letters(name));
		if (found != null) {
			return found;
		}
		DriverOption pool = OF_THE_POOL.get(letters(name));
		if (pool != null) {
			throw new StartException(pool.name() + " in " + setting + " has no effect. Set it as SPRING_R2DBC_POOL_"
					+ pool.name().replaceAll("(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + ".", null);
		}
		// Anything but a word may be half of a password.
		throw new StartException(
				setting + " has an option unknown to the PostgreSQL driver"
						+ (name.matches("\\w{1,40}") ? ": " + name : "") + ". Correct it. The options are "
						+ KNOWN.values().stream().map(DriverOption::name).collect(Collectors.joining(", ")) + ".",
				null);
	}

	/**
	 * Checks its value where the driver would not.
	 * @return its name
	 */
	String checked(String value, String setting) {
		if (value.isEmpty()) {
			throw new StartException(this.name + " in " + setting + " is empty. Set it, or remove it.", null);
		}
		if (this.isBoolean && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
			throw new StartException(this.name + " in " + setting + " must be true or false.", null);
		}
		return this.name;
	}

	private static Map<String, DriverOption> of(Class<?>... providers) {
		return Stream.of(providers)
			.flatMap((provider) -> Stream.of(provider.getFields()))
			.filter((field) -> field.getType() == Option.class)
			.map(DriverOption::of)
			.collect(Collectors.toMap((option) -> letters(option.name()), (option) -> option,
					DriverOption::withCapitals, TreeMap::new));
	}

	private static DriverOption of(Field constant) {
		try {
			return new DriverOption(((Option<?>) constant.get(null)).name(),
					((ParameterizedType) constant.getGenericType()).getActualTypeArguments()[0] == Boolean.class);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Some options have two names, one of them in lower case. */
	private static DriverOption withCapitals(DriverOption one, DriverOption other) {
		return one.name().equals(letters(one.name())) ? other : one;
	}

	private static String letters(String name) {
		return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
	}

}
