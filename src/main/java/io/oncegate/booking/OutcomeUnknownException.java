package io.oncegate.booking;

/** The connection was lost, or there was no response in time, after a commit was sent. */
public class OutcomeUnknownException extends RuntimeException {

	public OutcomeUnknownException(Throwable cause) {
		super("It is unknown whether the booking was committed", cause);
	}

}
