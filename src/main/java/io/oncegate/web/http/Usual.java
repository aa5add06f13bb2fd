package io.oncegate.web.http;

/**
 * A value that tells quickly of most of its kind that nothing is wrong with them: to have
 * each of its constraints looked at costs more than to read it.
 */
public interface Usual {

	/** Tells whether it is surely valid; if not, its constraints decide. */
	boolean isUsual();

}
