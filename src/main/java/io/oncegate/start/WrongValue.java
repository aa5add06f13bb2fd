package io.oncegate.start;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Explains that a setting has a value of the wrong type. */
final class WrongValue {

	private static final Pattern SETTING = Pattern.compile("\\$\\{([\\w.-]+)");

	private static final Pattern UNCONVERTED = Pattern.compile("^Failed to convert to type ([\\w.$]+)$");

	private static final Map<Class<?>, String> KINDS = Map.of(Integer.class, "a whole number", Long.class,
			"a whole number", Boolean.class, "true or false", Duration.class, "a duration like 500ms, 30s or 2m",
			DataSize.class, "a size like 64KB", InetAddress.class, "an address like 127.0.0.1, or 0.0.0.0 for all");

	private WrongValue() {
	}

	/** Explains a failure; {@code null} if it is of another kind. */
	static @Nullable String explain(Throwable failure) {
		if (failure instanceof BindException unbound) {
			return conversion(unbound)
				.map((wrong) -> said(Variable.of(unbound.getName()), wrong.getValue(),
						wrong.getTargetType().getObjectType()))
				.orElse(null);
		}
		if (failure instanceof InvalidConfigurationPropertyValueException invalid) {
			Matcher type = UNCONVERTED.matcher(String.valueOf(invalid.getReason()));
			return type.find() ? said(Variable.of(invalid.getName()), invalid.getValue(),
					ClassUtils.resolveClassName(type.group(1), null)) : null;
		}
		return (failure instanceof ConversionFailedException wrong) ? injected(wrong) : null;
	}

	private static Optional<ConversionFailedException> conversion(Throwable failure) {
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause)
			.filter(ConversionFailedException.class::isInstance)
			.map(ConversionFailedException.class::cast)
			.findFirst();
	}

	/** The annotation names the setting. */
	private static @Nullable String injected(ConversionFailedException wrong) {
		TypeDescriptor type = wrong.getTargetType();
		Value value = type.getAnnotation(Value.class);
		Matcher name = SETTING.matcher((value != null) ? value.value() : "");
		return name.find() ? said(Variable.of(name.group(1)), wrong.getValue(), type.getObjectType()) : null;
	}

	private static String said(String setting, @Nullable Object value, Class<?> type) {
		return setting + " is '" + value + "', and must be " + kind(type) + ". Correct it, or remove it.";
	}

	private static String kind(Class<?> type) {
		Object[] constants = type.getEnumConstants();
		return (constants != null)
				? Arrays.stream(constants)
					.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
					.collect(Collectors.joining(", ", "one of ", ""))
				: KINDS.getOrDefault(type, "a " + type.getSimpleName());
	}

}
