package io.oncegate.web.http;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Parses ids, which must have the full form. */
public final class Uuids {

	private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private Uuids() {
	}

	/** Returns the id, if the text is one. */
	public static Optional<UUID> read(String text) {
		return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
	}

}
