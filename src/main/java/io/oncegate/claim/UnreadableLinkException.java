package io.oncegate.claim;

/** Redis responded, but the data of the link is malformed: something else wrote it. */
public class UnreadableLinkException extends ClaimsUnavailableException {

	UnreadableLinkException(Throwable cause) {
		super(cause);
	}

}
