package io.oncegate.redemption;

/** As many redemptions as there may be are under way; nothing was begun. */
public class OverloadedException extends RuntimeException {

	public OverloadedException(String message) {
		super(message, null, false, false);
	}

}
