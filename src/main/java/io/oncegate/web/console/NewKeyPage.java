package io.oncegate.web.console;

import org.jspecify.annotations.Nullable;

/**
 * The contents of the page that shows a new API key.
 *
 * @param key the key, the first time the page is opened
 * @param grace how long the previous key stays valid
 */
public record NewKeyPage(@Nullable String key, Grace grace) {

	@Override
	public String toString() {
		return "NewKeyPage[grace=" + this.grace + "]";
	}

}
