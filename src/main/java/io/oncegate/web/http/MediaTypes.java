package io.oncegate.web.http;

import java.nio.charset.StandardCharsets;

import org.springframework.http.MediaType;

/** Media types that Spring has no constants for. */
public final class MediaTypes {

	public static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	/** A calendar file (RFC 5545). */
	public static final MediaType CALENDAR = new MediaType("text", "calendar", StandardCharsets.UTF_8);

	private MediaTypes() {
	}

}
