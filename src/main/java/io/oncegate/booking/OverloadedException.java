package io.oncegate.booking;

/** As many redemptions as there may be are under way or wait; nothing was begun. */
public class OverloadedException extends RuntimeException {

	/** Whoever comes now would have to wait too long for PostgreSQL. */
	public static OverloadedException ofPostgres() {
		return new OverloadedException("Too many wait for PostgreSQL");
	}

	public OverloadedException(String message) {
		super(message, null, false, false);
	}

}
