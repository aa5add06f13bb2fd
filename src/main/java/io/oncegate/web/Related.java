package io.oncegate.web;

import java.util.List;

import io.oncegate.web.ProblemException.FieldError;

/** A value of which more can be wrong than constraints tell. */
interface Related {

	/** Says what, as far as the parts that it concerns are there. */
	List<FieldError> mistakes();

}
