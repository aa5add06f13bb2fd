package io.oncegate.web.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.web.openapi.ApiPage.Answer;
import io.oncegate.web.openapi.ApiPage.Content;
import io.oncegate.web.openapi.ApiPage.Field;
import io.oncegate.web.openapi.ApiPage.Operation;
import io.oncegate.web.openapi.ApiPage.Problem;
import io.oncegate.web.openapi.ApiPage.Section;
import io.oncegate.web.openapi.ApiPage.Span;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the description of the API into its page. */
record ApiPageReader(JsonNode root) {

	private static final String SCHEMAS = "#/components/schemas/";

	private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

	ApiPage page() {
		return new ApiPage(text(this.root.at("/info/title")), Span.paragraphs(text(this.root.at("/info/description"))),
				this.root.path("tags").valueStream().map(this::section).toList(),
				this.root.at("/components/schemas")
					.propertyStream()
					.map((schema) -> field(schema.getKey(), schema.getValue(), false))
					.toList(),
				this.root.at("/components/examples")
					.propertyStream()
					.filter((example) -> example.getValue().at("/value/type").isString())
					.map((example) -> problem(example.getKey(), example.getValue().path("value")))
					.toList());
	}

	private static Problem problem(String name, JsonNode example) {
		return new Problem(name, example.path("status").asInt(), text(example.path("title")), example.toPrettyString());
	}

	private Section section(JsonNode tag) {
		String name = text(tag.path("name"));
		return new Section(name.toLowerCase(Locale.ROOT).replace(' ', '-'), name, description(tag),
				this.root.path("paths")
					.propertyStream()
					.flatMap((path) -> operations(path.getKey(), path.getValue()))
					.filter((operation) -> name.equals(text(operation.tag())))
					.map(Tagged::operation)
					.toList());
	}

	private Stream<Tagged> operations(String path, JsonNode item) {
		return item.propertyStream()
			.filter((method) -> METHODS.contains(method.getKey()))
			.map((method) -> new Tagged(method.getValue().at("/tags/0"),
					operation(method.getKey(), path, item, method.getValue())));
	}

	private Operation operation(String method, String path, JsonNode item, JsonNode operation) {
		return new Operation(text(operation.path("operationId")), method.toUpperCase(Locale.ROOT), path,
				text(operation.path("summary")), description(operation), operation.path("security").isArray(),
				Stream.of(item, operation)
					.flatMap((each) -> each.path("parameters").valueStream())
					.map(this::resolved)
					.map(this::parameter)
					.toList(),
				content(resolved(operation.path("requestBody"))),
				operation.path("responses")
					.propertyStream()
					.map((answer) -> answer(answer.getKey(), resolved(answer.getValue())))
					.toList());
	}

	private Field parameter(JsonNode parameter) {
		Field field = field(text(parameter.path("name")), parameter.path("schema"),
				parameter.path("required").asBoolean(false));
		return new Field(field.name(), text(parameter.path("in")) + ", " + field.type(), field.schema(),
				description(parameter), List.of());
	}

	private Answer answer(String status, JsonNode answer) {
		List<String> problems = answer.at("/content/application~1problem+json/examples")
			.propertyNames()
			.stream()
			.toList();
		return new Answer(status.equals("default") ? "other" : status, description(answer),
				answer.path("headers")
					.propertyStream()
					.map((header) -> header(header.getKey(), resolved(header.getValue())))
					.toList(),
				problems.isEmpty() ? content(answer) : List.of(), problems);
	}

	private Field header(String name, JsonNode header) {
		Field field = field(name, header.path("schema"), false);
		return new Field(name, field.type(), field.schema(), description(header), List.of());
	}

	private List<Content> content(JsonNode body) {
		return body.path("content")
			.propertyStream()
			.map((type) -> new Content(type.getKey(), field("", type.getValue().path("schema"), false),
					example(type.getValue().path("examples"))))
			.toList();
	}

	private @Nullable String example(JsonNode examples) {
		return examples.valueStream()
			.map((example) -> resolved(example).path("value"))
			.map((value) -> value.isString() ? value.stringValue() : value.toPrettyString())
			.findFirst()
			.orElse(null);
	}

	private Field field(String name, JsonNode schema, boolean required) {
		JsonNode nullable = schema.path("oneOf").path(0);
		JsonNode reference = nullable.isMissingNode() ? schema : nullable;
		String named = text(reference.path("$ref"));
		if (!named.isEmpty()) {
			return new Field(name, typed(required ? "required" : "", nullable.isMissingNode() ? "" : "or null"),
					named.substring(SCHEMAS.length()), description(schema), List.of());
		}
		JsonNode items = schema.path("items");
		Field item = items.isMissingNode() ? null : field("", items, false);
		return new Field(name, typed(required ? "required" : "", type(schema)), (item != null) ? item.schema() : null,
				description(schema), fields(schema));
	}

	private List<Field> fields(JsonNode schema) {
		Set<String> required = schema.path("required")
			.valueStream()
			.map(ApiPageReader::text)
			.collect(Collectors.toUnmodifiableSet());
		return schema.path("properties")
			.propertyStream()
			.map((field) -> field(field.getKey(), field.getValue(), required.contains(field.getKey())))
			.toList();
	}

	private static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		String name = type.isArray() ? type.valueStream().map(ApiPageReader::text).collect(Collectors.joining(" or "))
				: text(type);
		return typed(name.replace("array", "list of"), text(schema.path("format")),
				schema.has("const") ? "always " + text(schema.path("const")) : "",
				schema.path("enum")
					.valueStream()
					.map(ApiPageReader::text)
					.filter((value) -> !value.isEmpty())
					.collect(Collectors.joining(" | ")),
				bound(schema, "minimum", "at least "), bound(schema, "maximum", "at most "),
				bound(schema, "minLength", "min. length "), bound(schema, "maxLength", "max. length "),
				bound(schema, "maxItems", "max. items "), bound(schema, "default", "default "),
				bound(schema, "pattern", "pattern "));
	}

	private static String bound(JsonNode schema, String keyword, String words) {
		return schema.has(keyword) ? words + text(schema.path(keyword)) : "";
	}

	private static String typed(String... words) {
		return Arrays.stream(words).filter((word) -> !word.isEmpty()).collect(Collectors.joining(", "));
	}

	private static List<List<Span>> description(JsonNode node) {
		return Span.paragraphs(text(node.path("description")));
	}

	private JsonNode resolved(JsonNode node) {
		String reference = text(node.path("$ref"));
		return reference.isEmpty() ? node : this.root.at(reference.substring(1));
	}

	private static String text(JsonNode node) {
		return node.asString("");
	}

	private record Tagged(JsonNode tag, Operation operation) {

	}

}
