package io.oncegate.start;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.oncegate.setting.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Stops the start if one of the gateway's settings is misspelt, which would otherwise
 * have no effect. An unknown setting that resembles none of them is only logged, as
 * another release of the gateway may read it. Whatever can be checked without the stores
 * is checked before they are started.
 */
@Component
class OwnSettings implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(OwnSettings.class);

	private static final int MOST_MISTAKES = 3;

	/** All settings that begin with {@code oncegate}. */
	static final List<String> NAMES = Stream
		.of("public-url", "data-dir", "api-key", "first-api-key", "link-secret", "archive-after-days", "claim-lease",
				"drain", "lost-bookings", "rate-limit", "trusted-proxies")
		.map((name) -> "oncegate." + name)
		.toList();

	private static final Set<ConfigurationPropertyName> READ = NAMES.stream()
		.map(ConfigurationPropertyName::of)
		.collect(Collectors.toUnmodifiableSet());

	/** Environment variables separate words and names by the same character. */
	private static final Set<ConfigurationPropertyName> READ_AS_VARIABLES = NAMES.stream()
		.map((name) -> ConfigurationPropertyName.of(name.replace('-', '.')))
		.collect(Collectors.toUnmodifiableSet());

	/** Read by {@code docker-compose.yml} and {@code src/ops/by-hand}. */
	private static final Set<String> OF_OPERATIONS = Set.of("ONCEGATE_CPUS", "ONCEGATE_BY_HAND");

	/** They read settings and need no store. */
	private static final String[] BEFORE_THE_STORES = { "clients", "publicUrl", "detached" };

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		Environment environment = beans.getBean(Environment.class);
		unread(environment, "oncegate").forEach((name) -> {
			meant(name).ifPresent((known) -> {
				throw refused(name, "Did you mean " + known + "?");
			});
			logger.warn("{} is not a setting of this release and has no effect.", name);
		});
		refuse(environment, "spring.redis", "Redis settings are named like SPRING_DATA_REDIS_HOST.");
		refuse(environment, "spring.datasource", "PostgreSQL settings are named like SPRING_R2DBC_URL.");
		checkPort(environment, "server.port", 0);
		checkPort(environment, "management.server.port", -1);
		if (beans.containsBeanDefinition("dataDirectory")) {
			beans.getBeanDefinition("dataDirectory").setDependsOn(BEFORE_THE_STORES);
		}
	}

	private static void refuse(Environment environment, String prefix, String remedy) {
		unread(environment, prefix).findFirst().ifPresent((name) -> {
			throw refused(name, remedy);
		});
	}

	private static StartException refused(String name, String remedy) {
		return new StartException(name + " is not a known setting. " + remedy + " Correct its name, or remove it.",
				null);
	}

	private static Stream<String> unread(Environment environment, String prefix) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream()
				.filter(ConfigurationPropertyName.of(prefix)::isAncestorOf)
				.filter((name) -> !isRead(source, name))
				.map((name) -> isOfVariables(source) ? Variable.of(name) : name.toString()));
	}

	/** The setting with such a similar name that it must be the one meant. */
	private static Optional<String> meant(String name) {
		String variable = Variable.of(name);
		return NAMES.stream()
			.map(Variable::of)
			.filter((known) -> variable.startsWith(known) || distance(variable, known) <= MOST_MISTAKES)
			.findFirst();
	}

	/** How many characters have to be changed, added or removed (Levenshtein). */
	private static int distance(String from, String to) {
		int[] row = IntStream.rangeClosed(0, to.length()).toArray();
		for (int n = 1; n <= from.length(); n++) {
			int diagonal = row[0];
			row[0] = n;
			for (int m = 1; m <= to.length(); m++) {
				int changed = diagonal + ((from.charAt(n - 1) == to.charAt(m - 1)) ? 0 : 1);
				diagonal = row[m];
				row[m] = Math.min(changed, Math.min(row[m - 1], row[m]) + 1);
			}
		}
		return row[to.length()];
	}

	private static boolean isRead(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		if (READ.contains(name)) {
			return true;
		}
		return isOfVariables(source) && (READ_AS_VARIABLES.contains(name) || OF_OPERATIONS.contains(Variable.of(name))
				|| isOfAService(Variable.of(name), value(source, name)));
	}

	private static boolean isOfVariables(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	private static String value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return (property != null) ? String.valueOf(property.getValue()) : "";
	}

	/**
	 * Whether it was set by Kubernetes for a service, or by Docker for a link, whose name
	 * is or begins with {@code oncegate}.
	 */
	private static boolean isOfAService(String variable, String value) {
		return variable.matches(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?|ONCEGATE_(.*_)?ENV_.*")
				|| variable.endsWith("_PORT") && value.matches("(tcp|udp|sctp)://.*")
				|| variable.endsWith("_NAME") && value.startsWith("/");
	}

	private static void checkPort(Environment environment, String name, int least) {
		int port = Binder.get(environment).bind(name, Integer.class).orElse(0);
		if (port < least || port > 65_535) {
			throw new StartException(
					Variable.of(name) + " is " + port + ", which is not a port. Set it to a number from 0 to 65535.",
					null);
		}
	}

}
