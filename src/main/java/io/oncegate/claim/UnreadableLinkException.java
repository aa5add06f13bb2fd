package io.oncegate.claim;

/** Redis answered, but what it has of the link makes no sense: somebody else wrote it. */
public class UnreadableLinkException extends ClaimsUnavailableException {

	UnreadableLinkException(Throwable cause) {
		super(cause);
	}

}
