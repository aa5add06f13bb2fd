package io.oncegate.web.http;

import java.util.List;

import io.oncegate.web.http.ProblemException.FieldError;

/** A value of which more can be wrong than constraints tell. */
public interface Related {

	/** Says what, as far as the parts that it concerns are there. */
	List<FieldError> mistakes();

}
