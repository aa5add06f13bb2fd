package io.oncegate.setting;

import org.jspecify.annotations.Nullable;

/** Stops the start; its message names the setting and the remedy in one line. */
public class StartException extends RuntimeException {

	public StartException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Refuses data of a version before the first release, whose tables cannot be
	 * migrated.
	 * @param data which data it is
	 * @param remedy what to set, in a sentence
	 */
	public static StartException beforeFirstRelease(String data, String remedy, @Nullable Throwable cause) {
		return new StartException(
				data + " was made by a version before the first release, and this version cannot read it. " + remedy
						+ " Only the version that made it can still export what it holds.",
				cause);
	}

}
