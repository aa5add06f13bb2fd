package io.oncegate.booking;

/** The connection was lost, or nothing was heard in time, after a commit was sent. */
public class OutcomeUnknownException extends RuntimeException {

	public OutcomeUnknownException(Throwable cause) {
		super("It is not known whether the booking was committed", cause);
	}

}
