package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * What is shown when a new API key was made.
 *
 * @param key the key, the first time that the page is opened
 * @param grace how long the one before still works
 */
public record NewKeyPage(@Nullable String key, Grace grace) {

	@Override
	public String toString() {
		return "NewKeyPage[grace=" + this.grace + "]";
	}

}
