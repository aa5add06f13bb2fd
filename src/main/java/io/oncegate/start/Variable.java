package io.oncegate.start;

import java.util.Locale;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The name of a setting as an environment variable, as in the documentation. */
final class Variable {

	private Variable() {
	}

	static String of(ConfigurationPropertyName setting) {
		return of(setting.toString());
	}

	static String of(String setting) {
		return setting.replaceAll("[.\\[-]+", "_").replace("]", "").toUpperCase(Locale.ROOT);
	}

}
