package io.oncegate.claim;

/**
 * Redis did not answer, or not as it should. What was asked of it may have been done all
 * the same.
 */
public class ClaimsUnavailableException extends RuntimeException {

	ClaimsUnavailableException(Throwable cause) {
		super(cause.toString(), cause, false, false);
	}

}
