package io.oncegate.web;

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
 * An e-mail address, also an internationalised one (RFC 6531), in which every character
 * can be seen: what was copied along unseen would keep mail from arriving.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Email
@ReportAsSingleViolation
@Constraint(validatedBy = EmailAddress.Validator.class)
@interface EmailAddress {

	String message() default "is not an e-mail address";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/** Checks what {@link Email} lets through. */
	class Validator implements ConstraintValidator<EmailAddress, @Nullable String> {

		@Override
		public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
			return value == null || !Unseen.isIn(value);
		}

	}

}
