package io.oncegate.campaign;

/** An upload cannot begin or go on as the campaign is not in the state that it needs. */
public class UploadConflictException extends RuntimeException {

	UploadConflictException(String message) {
		super(message, null, false, false);
	}

}
