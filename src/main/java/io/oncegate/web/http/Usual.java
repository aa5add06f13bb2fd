package io.oncegate.web.http;

/**
 * A value that can tell quickly, for most of its kind, that it is valid: validating all
 * constraints takes longer than reading it.
 */
public interface Usual {

	/** Tells whether it is certainly valid; if not, its constraints decide. */
	boolean isUsual();

}
