package io.oncegate.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads an object of JSON (RFC 8259) strictly: nothing is guessed, nothing left out, and
 * what is wrong is told as what it is, with its field where there is one.
 */
final class StrictJson {

	/** The parser has no exception of its own for it. */
	private static final String REPEATED = "Duplicate Object property";

	private final JsonMapper mapper;

	StrictJson(JsonMapper mapper) {
		this.mapper = strict(mapper);
	}

	private static JsonMapper strict(JsonMapper mapper) {
		return mapper.rebuild()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.withCoercionConfigDefaults((all) -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
			.withCoercionConfig(LogicalType.Textual,
					(textual) -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
			.withCoercionConfig(LogicalType.Integer,
					(integer) -> integer.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
			.withCoercionConfig(LogicalType.Boolean,
					(bool) -> bool.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
			.build();
	}

	/** Reads an object from bytes. */
	<T> T read(byte[] json, Class<T> type) {
		if (isWide(json) || !isUtf8(json)) {
			throw ProblemException.malformed("The body is not UTF-8, which JSON has to be.");
		}
		try (JsonParser parser = this.mapper.createParser(json)) {
			return read(parser, type);
		}
	}

	/** Reads an object from a tree. */
	<T> T read(JsonNode tree, Class<T> type) {
		return read(this.mapper.writeValueAsBytes(tree), type);
	}

	/**
	 * Tells UTF-16 and UTF-32, which the parser would take: JSON begins with ASCII, so
	 * that there is a zero, unless there is a byte order mark.
	 */
	private static boolean isWide(byte[] json) {
		return json.length > 1 && (json[0] == 0 || json[1] == 0 || (json[0] & 0xFE) == 0xFE);
	}

	/** The parser takes characters that are longer than they need to be for others. */
	private static boolean isUtf8(byte[] json) {
		for (byte one : json) {
			if (one < 0) {
				return isText(json);
			}
		}
		return true;
	}

	private static boolean isText(byte[] utf8) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	private <T> T read(JsonParser parser, Class<T> type) {
		try {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw ProblemException.malformed((parser.currentToken() != null) ? "The body must be a JSON object."
						: "There is no JSON in the body; send a JSON object.");
			}
			T value = this.mapper.readValue(parser, type);
			requireEnd(parser);
			return value;
		}
		catch (UnrecognizedPropertyException ex) {
			throw ProblemException.invalid(field(ex),
					"is not known; " + (ex.getKnownPropertyIds().isEmpty() ? "there are no fields here"
							: "known are " + ex.getKnownPropertyIds()
								.stream()
								.map(Object::toString)
								.sorted()
								.collect(Collectors.joining(", "))));
		}
		catch (MismatchedInputException ex) {
			throw ProblemException.invalid(field(ex), "must be " + expected(ex.getTargetType()));
		}
		catch (InputCoercionException ex) {
			throw ProblemException.invalid(field(ex), "is out of range");
		}
		catch (StreamConstraintsException ex) {
			throw tooMuch(parser);
		}
		catch (StreamReadException ex) {
			throw unreadable(parser, ex);
		}
		catch (NumberFormatException ex) {
			throw outOfRange(parser);
		}
		catch (JacksonException ex) {
			throw (ex.getCause() instanceof NumberFormatException) ? outOfRange(parser)
					: ProblemException.malformed("The body is not the JSON that is expected here.");
		}
	}

	/**
	 * A number whose exponent is no number of 32 bits, which the parser meets unprepared.
	 */
	private static ProblemException outOfRange(JsonParser parser) {
		return ProblemException.invalid(field(parser.streamReadContext()), "is out of range");
	}

	private static void requireEnd(JsonParser parser) {
		try {
			if (parser.nextToken() == null) {
				return;
			}
		}
		catch (StreamReadException ex) {
			// It is more, too, though no JSON.
		}
		throw ProblemException
			.malformed("There is more in the body after its JSON object, " + at(parser.currentLocation()) + ".");
	}

	private ProblemException tooMuch(JsonParser parser) {
		TokenStreamContext context = parser.streamReadContext();
		int deepest = this.mapper.tokenStreamFactory().streamReadConstraints().getMaxNestingDepth();
		return ProblemException.malformed(
				(context.getNestingDepth() >= deepest) ? "The JSON is nested more than " + deepest + " levels deep."
						: "A name, a number or a text in the JSON is too long" + within(context) + ".");
	}

	private static ProblemException unreadable(JsonParser parser, StreamReadException ex) {
		TokenStreamContext context = parser.streamReadContext();
		if (ex.getOriginalMessage().startsWith(REPEATED)) {
			return ProblemException.malformed("A field is there more than once.", field(context),
					"is there more than once");
		}
		String place = at(ex.getLocation()) + within(context);
		if (ex instanceof UnexpectedEndOfInputException) {
			return ProblemException.malformed("The JSON ends before it is complete, " + place + ".");
		}
		return ProblemException.malformed("The body is not JSON: " + place + ".");
	}

	private static String at(TokenStreamLocation location) {
		return "line " + location.getLineNr() + ", column " + location.getColumnNr();
	}

	private static String within(TokenStreamContext context) {
		String field = field(context);
		return field.isEmpty() ? "" : ", in " + field;
	}

	private static String field(TokenStreamContext context) {
		TokenStreamContext parent = context.getParent();
		String outer = (parent != null) ? field(parent) : "";
		if (context.inArray()) {
			return context.hasCurrentIndex() ? outer + "[" + context.getCurrentIndex() + "]" : outer;
		}
		String name = context.currentName();
		return (name == null) ? outer : outer.isEmpty() ? name : outer + "." + name;
	}

	private static String field(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			if (reference.getPropertyName() == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
			}
		}
		return path.toString();
	}

	private static String expected(Class<?> type) {
		if (type == String.class) {
			return "text";
		}
		if (type == Integer.class) {
			return "a whole number";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		return List.class.isAssignableFrom(type) ? "a list" : "an object";
	}

}
