package io.oncegate.web.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Email;
import org.jspecify.annotations.Nullable;

/**
 * An email address, also an internationalized one (RFC 6531). Invisible characters are
 * refused, and so are characters that no domain can have: copied along by accident, they
 * would keep mail from arriving.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Email
@ReportAsSingleViolation
@Constraint(validatedBy = EmailAddress.Validator.class)
public @interface EmailAddress {

	String message() default "is not an email address";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** Checks what {@link Email} accepts. */
	class Validator implements ConstraintValidator<EmailAddress, @Nullable String> {

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			return value == null || !Unseen.isIn(value) && isDomain(value, value.lastIndexOf('@') + 1);
		}

		/** An IP address in brackets is checked by {@link Email}. */
		private static boolean isDomain(String value, int from) {
			int at = from;
			while (at < value.length() && isOfDomain(value.charAt(at))) {
				at++;
			}
			return at == value.length() || value.startsWith("[", from);
		}

		private static boolean isOfDomain(char character) {
			if (character < 0x80) {
				return Character.isLetterOrDigit(character) || character == '-' || character == '.';
			}
			return switch (character) {
				// middle dots and numeral signs of some languages (RFC 5892), full stops
				// of East Asia
				case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x3002, 0xFF0E, 0xFF61 -> true;
				case 0xFFFD -> false;
				default -> isOfWord(character);
			};
		}

		/** Includes symbols, which some registries allow, but no punctuation. */
		private static boolean isOfWord(char character) {
			return switch (Character.getType(character)) {
				case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.FORMAT,
						Character.OTHER_SYMBOL ->
					true;
				default -> Character.isLetterOrDigit(character);
			};
		}

	}

}
