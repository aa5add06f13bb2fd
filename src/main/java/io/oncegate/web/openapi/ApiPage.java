package io.oncegate.web.openapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The description of the API, as a page shows it.
 *
 * @param schemas the schemas of bodies
 * @param problems the problems that may be answered
 */
public record ApiPage(String title, List<List<Span>> text, List<Section> sections, List<Field> schemas,
		List<Problem> problems) {

	static ApiPage of(JsonNode description) {
		return new ApiPageReader(description).page();
	}

	/**
	 * A part of a paragraph.
	 *
	 * @param code whether it is code
	 */
	public record Span(String text, boolean code) {

		/** Splits text into paragraphs, in which `backticks` enclose code. */
		static List<List<Span>> paragraphs(String text) {
			return Arrays.stream(text.strip().split("\n\n"))
				.filter((paragraph) -> !paragraph.isBlank())
				.map(Span::spans)
				.toList();
		}

		private static List<Span> spans(String paragraph) {
			List<Span> spans = new ArrayList<>();
			for (String piece : paragraph.replace('\n', ' ').split("`", -1)) {
				spans.add(new Span(piece, spans.size() % 2 == 1));
			}
			return spans;
		}

	}

	/** Operations with the same tag. */
	public record Section(String id, String name, List<List<Span>> text, List<Operation> operations) {

	}

	/**
	 * An operation.
	 *
	 * @param open whether it needs no key
	 */
	public record Operation(String id, String method, String path, String summary, List<List<Span>> text, boolean open,
			List<Field> parameters, List<Content> body, List<Answer> answers) {

	}

	/**
	 * A field, a parameter, a header or a schema.
	 *
	 * @param type the type and its constraints, in words
	 * @param schema the name of the schema that defines it, if there is one
	 */
	public record Field(String name, String type, @Nullable String schema, List<List<Span>> text, List<Field> fields) {

	}

	/** A body of one media type. */
	public record Content(String type, Field field, @Nullable String example) {

	}

	/** A possible answer. */
	public record Answer(String status, List<List<Span>> text, List<Field> headers, List<Content> content,
			List<String> problems) {

	}

	/** A problem, with an example. */
	public record Problem(String name, int status, String title, String example) {

	}

}
