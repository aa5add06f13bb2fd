package io.oncegate;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.embedded.StartException;

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
 * Ends the start if a setting of the gateway's has a name that nobody reads: misspelt, it
 * would be without effect, and nothing would be said. What can be judged without the
 * stores is judged before they are started.
 */
@Component
class OwnSettings implements BeanFactoryPostProcessor {

	/** All that begin with {@code oncegate}. */
	static final List<String> NAMES = Stream
		.of("public-url", "data-dir", "api-key", "first-api-key", "link-secret", "claim-lease", "drain", "rate-limit",
				"trusted-proxies")
		.map((name) -> "oncegate." + name)
		.toList();

	private static final Set<ConfigurationPropertyName> READ = NAMES.stream()
		.map(ConfigurationPropertyName::of)
		.collect(Collectors.toUnmodifiableSet());

	/** An environment variable may part words by the sign that parts names. */
	private static final Set<ConfigurationPropertyName> READ_AS_VARIABLES = NAMES.stream()
		.map((name) -> ConfigurationPropertyName.of(name.replace('-', '.')))
		.collect(Collectors.toUnmodifiableSet());

	/** Read by {@code docker-compose.yml} and {@code src/ops/by-hand}. */
	private static final Set<String> OF_OPERATIONS = Set.of("ONCEGATE_CPUS", "ONCEGATE_BY_HAND");

	/** They read settings, and need no store. */
	private static final String[] BEFORE_THE_STORES = { "clients", "publicUrl", "detached" };

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		Environment environment = beans.getBean(Environment.class);
		refuse(environment, "oncegate", "The gateway's are " + documented() + ".");
		refuse(environment, "spring.redis", "Those of Redis are like SPRING_DATA_REDIS_HOST.");
		refuse(environment, "spring.datasource", "Those of PostgreSQL are like SPRING_R2DBC_URL.");
		checkPort(environment, "server.port", 0);
		checkPort(environment, "management.server.port", -1);
		if (beans.containsBeanDefinition("dataDirectory")) {
			beans.getBeanDefinition("dataDirectory").setDependsOn(BEFORE_THE_STORES);
		}
	}

	/** The first API key is for {@code src/ops/secrets.sh} to set. */
	private static String documented() {
		return NAMES.stream()
			.filter((name) -> !name.equals("oncegate.first-api-key"))
			.map(Variable::of)
			.collect(Collectors.joining(", "));
	}

	private static void refuse(Environment environment, String prefix, String remedy) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				names.stream()
					.filter(ConfigurationPropertyName.of(prefix)::isAncestorOf)
					.filter((name) -> !isRead(source, name))
					.map(Variable::of)
					.findFirst()
					.ifPresent((name) -> {
						throw new StartException(name + " is no setting that anything reads. " + remedy
								+ " Correct its name, or leave it out.", null);
					});
			}
		}
	}

	private static boolean isRead(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		if (READ.contains(name)) {
			return true;
		}
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
				&& (READ_AS_VARIABLES.contains(name) || OF_OPERATIONS.contains(Variable.of(name))
						|| isOfAService(Variable.of(name), value(source, name)));
	}

	private static String value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return (property != null) ? String.valueOf(property.getValue()) : "";
	}

	/**
	 * Whether Kubernetes has set it for a service, or Docker for a link, that is called
	 * {@code oncegate} or begins so.
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
					Variable.of(name) + " is " + port + ", which is no port. Set it to one from 0 to 65535.", null);
		}
	}

}
