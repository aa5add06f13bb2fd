package io.oncegate.booking;

/** As many redemptions as there may be are under way or wait; nothing was begun. */
public class OverloadedException extends RuntimeException {

	public OverloadedException(String message) {
		super(message, null, false, false);
	}

}
