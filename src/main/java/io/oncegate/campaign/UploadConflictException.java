package io.oncegate.campaign;

/**
 * An upload cannot start or continue because the campaign is not in the required state.
 */
public class UploadConflictException extends RuntimeException {

	UploadConflictException(String message) {
		super(message, null, false, false);
	}

}
