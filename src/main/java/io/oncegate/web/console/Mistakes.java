package io.oncegate.web.console;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.ProblemException.FieldError;
import org.jspecify.annotations.Nullable;

/** What is wrong with the fields of a form. */
public record Mistakes(List<Mistake> all) {

	/** Nothing is wrong. */
	public static final Mistakes NONE = new Mistakes(List.of());

	/**
	 * Takes the mistakes of a problem.
	 * @param labels what the fields are called in a sentence, like "The name"
	 */
	static Mistakes of(ProblemException problem, Map<String, String> labels) {
		return new Mistakes(problem.errors()
			.stream()
			.map((error) -> Mistake.of(error, error.field(), labels.getOrDefault(error.field(), "Something")))
			.toList());
	}

	/** Says what is wrong with a field or a part of it, if something is. */
	public @Nullable String at(String field) {
		return text((mistake) -> mistake.isAt(field));
	}

	/** Says what is wrong with a field as a whole, if something is. */
	public @Nullable String exactlyAt(String field) {
		return text((mistake) -> mistake.field().equals(field));
	}

	private @Nullable String text(Predicate<Mistake> wanted) {
		return this.all.stream().filter(wanted).map(Mistake::text).findFirst().orElse(null);
	}

	/** A message of the API is a whole sentence, or what follows the field in one. */
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
	 * @param text what is said beside the field
	 * @param summary what is said above the form, which names the field
	 */
	public record Mistake(String field, String anchor, String text, String summary) {

		/**
		 * Makes one of a mistake of the API's.
		 * @param label what the field is called in a sentence, like "The name"
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
