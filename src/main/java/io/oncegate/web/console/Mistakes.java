package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import org.jspecify.annotations.Nullable;

/** The mistakes in a form. */
public record Mistakes(List<Mistake> all) {

	public static final Mistakes NONE = new Mistakes(List.of());

	/**
	 * The mistakes of a problem.
	 * @param labels the names of the fields in a sentence, like "The name"
	 */
	static Mistakes of(ProblemException problem, Map<String, String> labels) {
		return new Mistakes(problem.errors()
			.stream()
			.map((error) -> Mistake.of(error, error.field(), labels.getOrDefault(error.field(), "Something")))
			.toList());
	}

	/** Explains the mistake in a field or a part of it, if there is one. */
	public @Nullable String at(String field) {
		return text((mistake) -> mistake.isAt(field));
	}

	/** Explains the mistake in a field as a whole, if there is one. */
	public @Nullable String exactlyAt(String field) {
		return text((mistake) -> mistake.field().equals(field));
	}

	private @Nullable String text(Predicate<Mistake> wanted) {
		return this.all.stream().filter(wanted).map(Mistake::text).findFirst().orElse(null);
	}

	/**
	 * Completes a message of the API, which is a sentence or what follows the field's
	 * name in one.
	 */
	static String sentence(String field, FieldError error) {
		String message = error.message();
		String text = Character.isLowerCase(message.codePointAt(0)) ? field + " " + message : message;
		return text.endsWith(".") ? text : text + ".";
	}

	/**
	 * A mistake.
	 *
	 * @param field the path of the field, as in the API
	 * @param anchor the id of the field on the page
	 * @param text the explanation next to the field
	 * @param summary the explanation above the form, which names the field
	 */
	public record Mistake(String field, String anchor, String text, String summary) {

		/**
		 * Converts a mistake reported by the API.
		 * @param label the name of the field in a sentence, like "The name"
		 */
		static Mistake of(FieldError error, String anchor, String label) {
			if (error.message().startsWith("is missing")) {
				String text = "Enter " + label.replaceFirst("^The (?=[aeiou])", "an ").replaceFirst("^The ", "a ")
						+ ".";
				return new Mistake(error.field(), anchor, text, text);
			}
			return new Mistake(error.field(), anchor, sentence("This", error), sentence(label, error));
		}

		boolean isAt(String field) {
			return this.field.equals(field) || this.field.startsWith(field + ".") || this.field.startsWith(field + "[");
		}

	}

}
