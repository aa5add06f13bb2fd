package io.oncegate.web.page;

import java.util.LinkedHashMap;
import java.util.Map;

import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.Mistake;

/** Explains mistakes in a form in the language of its page. */
public final class FormMistakes {

	private FormMistakes() {
	}

	/** Returns the explanations by field name. */
	public static Map<String, String> of(Language t, ProblemException problem) {
		Map<String, String> errors = new LinkedHashMap<>();
		problem.errors().forEach((error) -> {
			String field = error.field().replace("invitee.", "");
			errors.putIfAbsent(field, t.say(error(field, error.mistake())));
		});
		return errors;
	}

	private static String error(String field, Mistake mistake) {
		return switch (mistake) {
			case MISSING -> switch (field) {
				case "name" -> "error.name-missing";
				case "email" -> "error.email-missing";
				default -> "error.start";
			};
			case EMAIL -> "error.email";
			case TEXT -> "error.text";
			case OTHER -> field.equals("start") ? "error.start" : "error.other";
		};
	}

}
