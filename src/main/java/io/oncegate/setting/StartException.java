package io.oncegate.setting;

import org.jspecify.annotations.Nullable;

/** Stops the start; its message names the setting and the remedy in one line. */
public class StartException extends RuntimeException {

	public StartException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
