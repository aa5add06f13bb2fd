package io.oncegate.booking;

/** The limit of redemptions in flight or waiting is reached; nothing was started. */
public class OverloadedException extends RuntimeException {

	/** A new request would have to wait too long for PostgreSQL. */
	public static OverloadedException ofPostgres() {
		return new OverloadedException("Too many requests are waiting for PostgreSQL");
	}

	public OverloadedException(String message) {
		super(message, null, false, false);
	}

}
