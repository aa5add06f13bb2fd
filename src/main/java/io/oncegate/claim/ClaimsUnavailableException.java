package io.oncegate.claim;

/**
 * Redis did not respond, or responded with a fault. The command may have run
 * nevertheless.
 */
public class ClaimsUnavailableException extends RuntimeException {

	ClaimsUnavailableException(Throwable cause) {
		super(cause.toString(), cause, false, false);
	}

}
