package io.oncegate.web.http;

import java.util.List;

import io.oncegate.web.http.ProblemException.FieldError;

/**
 * A value with rules that concern several of its fields, and so cannot be expressed as
 * constraints.
 */
public interface Related {

	/** Returns the mistakes, as far as the fields in question are present. */
	List<FieldError> mistakes();

}
