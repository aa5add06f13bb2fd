package io.oncegate.start;

import java.util.HashMap;
import java.util.Map;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** An environment of nothing but some variables. */
final class Variables extends StandardEnvironment {

	private Variables(Map<String, Object> variables) {
		getPropertySources().replace(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
	}

	/**
	 * Gives beans their environment.
	 * @param settings variables and their values, like {@code A=1 B=2}
	 */
	static DefaultListableBeanFactory of(String settings) {
		Map<String, Object> variables = new HashMap<>();
		for (String setting : settings.split(" ")) {
			variables.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
		}
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("environment", new Variables(variables));
		return beans;
	}

}
