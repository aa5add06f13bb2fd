package io.oncegate.web.page;

import java.nio.charset.StandardCharsets;

import org.springframework.web.util.UriUtils;

/** Makes {@code mailto:} addresses (RFC 6068). */
public final class Mail {

	private Mail() {
	}

	/** An email to somebody. */
	public static String to(String email) {
		return "mailto:" + encoded(email).replace("%40", "@");
	}

	/** An email to somebody, with a subject and a text to continue. */
	public static String to(String email, String subject, String text) {
		return to(email) + "?subject=" + encoded(subject) + "&body="
				+ encoded(text.replace("\r\n", "\n").replace("\n", "\r\n"));
	}

	private static String encoded(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

}
