package io.oncegate.start;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.oncegate.setting.StartException;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Stops the start if a store setting has an unknown name: misspelt, it would silently
 * leave out TLS, a password or a CA.
 */
@Component
class StoreSettings implements BeanFactoryPostProcessor {

	private static final Map<String, Class<?>> READERS = Map.of("spring.data.redis", DataRedisProperties.class,
			"spring.r2dbc", R2dbcProperties.class, "spring.flyway", FlywayProperties.class, "spring.ssl",
			SslProperties.class);

	/** Settings with user-defined names below them, or read elsewhere. */
	private static final List<ConfigurationPropertyName> OPEN = List
		.of("spring.r2dbc.properties", "spring.flyway.placeholders", "spring.flyway.jdbc-properties",
				"spring.data.redis.repositories")
		.stream()
		.map(ConfigurationPropertyName::of)
		.toList();

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		Environment environment = beans.getBean(Environment.class);
		READERS.forEach((prefix, reader) -> check(environment, ConfigurationPropertyName.of(prefix), reader));
		RedisAddress.check(Binder.get(environment).bindOrCreate("spring.data.redis", DataRedisProperties.class),
				"false".equalsIgnoreCase(environment.getProperty("spring.data.redis.ssl.enabled")));
	}

	private static void check(Environment environment, ConfigurationPropertyName prefix, Class<?> reader) {
		Read read = new Read();
		Binder.get(environment).bind(prefix, Bindable.of(reader), read);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				names.stream()
					.filter(prefix::isAncestorOf)
					.filter((name) -> OPEN.stream().noneMatch((open) -> open.isAncestorOf(name)))
					.filter((name) -> !read.names.contains(letters(name)))
					.findFirst()
					.ifPresent(StoreSettings::refuse);
			}
		}
	}

	private static void refuse(ConfigurationPropertyName name) {
		throw new StartException(Variable.of(name) + " is not a known setting. Correct its name, or remove it.", null);
	}

	/**
	 * Environment variables may separate words in any way; list elements are numbered.
	 */
	private static String letters(ConfigurationPropertyName name) {
		return name.toString().replaceAll("\\[?\\d+]?$", "").replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	/** Remembers which settings were read, except mere containers of settings. */
	private static final class Read extends AbstractBindHandler {

		private final Set<String> names = new HashSet<>();

		@Override
		public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			if (!result.getClass().getName().startsWith("org.springframework.boot.") || result instanceof Enum) {
				this.names.add(letters(name));
			}
			return result;
		}

	}

}
