package io.oncegate.telemetry;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Turns tracing off, including Spring Boot's, unless there is an export endpoint: spans
 * that nobody reads cost a tenth of a request.
 */
class TracingIsAsked implements AutoConfigurationImportFilter, EnvironmentAware, Condition {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private boolean asked;

	private static boolean isAsked(Environment environment) {
		return StringUtils.hasText(environment.getProperty(ENDPOINT));
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.asked = isAsked(environment);
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[classes.length];
		for (int n = 0; n < classes.length; n++) {
			matches[n] = this.asked || !isOfTracing(classes[n]);
		}
		return matches;
	}

	private static boolean isOfTracing(@Nullable String configuration) {
		return configuration != null && (configuration.startsWith("org.springframework.boot.micrometer.tracing.")
				|| configuration.startsWith("org.springframework.boot.opentelemetry."));
	}

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return isAsked(context.getEnvironment());
	}

}
