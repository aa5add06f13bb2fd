package io.oncegate.web;

import java.util.LinkedHashMap;
import java.util.Map;

import io.oncegate.web.ProblemException.Mistake;
import reactor.core.publisher.Mono;

import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads forms, and says what is wrong with them. */
public final class Forms {

	private Forms() {
	}

	/** Reads a form. */
	static Mono<MultiValueMap<String, String>> fields(ServerRequest request) {
		return request.formData()
			.timeout(Body.PATIENCE, Mono.error(ProblemException::late))
			.onErrorMap(IllegalArgumentException.class, (ex) -> ProblemException.malformed("The form cannot be read."));
	}

	/**
	 * What was typed in a field; blank if nothing was. A new line is one character, as
	 * browsers count it.
	 */
	public static String value(MultiValueMap<String, String> form, String name) {
		String value = form.getFirst(name);
		return (value != null) ? value.replace("\r\n", "\n") : "";
	}

	/** Says beside each field what is wrong with it. */
	static Map<String, String> errors(Language t, ProblemException problem) {
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
