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
import org.jspecify.annotations.Nullable;

/**
 * Text that can be stored and shown anywhere: without control characters, unpaired
 * surrogates, and characters that change the direction of the text after them.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainText.Validator.class)
public @interface PlainText {

	/** The maximum length, in Unicode code points. */
	int max();

	/** Whether it may have several lines. */
	boolean lines() default false;

	String message() default "must be text of at most {max} characters, without control characters";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	class Validator implements ConstraintValidator<PlainText, @Nullable String> {

		private int max;

		private boolean lines;

		@Override
		public void initialize(PlainText text) {
			this.max = text.max();
			this.lines = text.lines();
		}

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			return value == null || value.codePointCount(0, value.length()) <= this.max && isPlain(value, this.lines);
		}

		/** Tells whether it is plain text, of any length. */
		public static boolean isPlain(String value, boolean lines) {
			for (int at = 0; at < value.length();) {
				int character = value.codePointAt(at);
				if (!isPlain(character, lines)) {
					return false;
				}
				at += Character.charCount(character);
			}
			return true;
		}

		private static boolean isPlain(int character, boolean lines) {
			if (character == '\n' || character == '\r' || character == '\t' || character == 0x2028
					|| character == 0x2029) {
				return lines;
			}
			return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE
					&& !turns(character);
		}

		/** Tells whether a character changes the direction of the text after it. */
		static boolean turns(int character) {
			return character >= 0x202A && character <= 0x202E || character >= 0x2066 && character <= 0x2069;
		}

	}

}
