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
 * Reads a JSON object (RFC 8259) strictly: nothing is coerced, nothing ignored, and
 * errors say what is wrong and in which field, if it is in one.
 */
final class StrictJson {

	/** The message of a parse error that has no exception of its own. */
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

	<T> T read(byte[] json, Class<T> type) {
		if (isWide(json) || !isUtf8(json)) {
			throw ProblemException.malformed("The body is not UTF-8. JSON must be UTF-8.");
		}
		try (JsonParser parser = this.mapper.createParser(json)) {
			return read(parser, type);
		}
	}

	<T> T read(JsonNode tree, Class<T> type) {
		return read(this.mapper.writeValueAsBytes(tree), type);
	}

	/**
	 * Detects UTF-16 and UTF-32, which the parser would accept. JSON begins with ASCII,
	 * so one of its first two bytes is zero unless there is a byte order mark.
	 */
	private static boolean isWide(byte[] json) {
		return json.length > 1 && (json[0] == 0 || json[1] == 0 || (json[0] & 0xFE) == 0xFE);
	}

	/** The parser accepts overlong encodings of characters. */
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
			throw ProblemException.invalid(JsonPlaces.field(ex),
					"is not known; " + (ex.getKnownPropertyIds().isEmpty() ? "there are no fields here"
							: "the known fields are " + ex.getKnownPropertyIds()
								.stream()
								.map(Object::toString)
								.sorted()
								.collect(Collectors.joining(", "))));
		}
		catch (MismatchedInputException ex) {
			throw ProblemException.invalid(JsonPlaces.field(ex), "must be " + expected(ex.getTargetType()));
		}
		catch (InputCoercionException ex) {
			throw ProblemException.invalid(JsonPlaces.field(ex), "is out of range");
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
					: ProblemException.malformed("The body is JSON, but not what is expected here.");
		}
	}

	/**
	 * A number whose exponent does not fit in 32 bits, for which the parser throws a
	 * {@link NumberFormatException}.
	 */
	private static ProblemException outOfRange(JsonParser parser) {
		return ProblemException.invalid(JsonPlaces.field(parser.streamReadContext()), "is out of range");
	}

	private static void requireEnd(JsonParser parser) {
		try {
			if (parser.nextToken() == null) {
				return;
			}
		}
		catch (StreamReadException ex) {
			// Not JSON, but also more.
		}
		throw ProblemException
			.malformed("The body continues after its JSON object, " + JsonPlaces.at(parser.currentLocation()) + ".");
	}

	private ProblemException tooMuch(JsonParser parser) {
		TokenStreamContext context = parser.streamReadContext();
		int deepest = this.mapper.tokenStreamFactory().streamReadConstraints().getMaxNestingDepth();
		return ProblemException.malformed(
				(context.getNestingDepth() >= deepest) ? "The JSON is nested more than " + deepest + " levels deep."
						: "A name, a number or a text in the JSON is too long" + JsonPlaces.within(context) + ".");
	}

	private static ProblemException unreadable(JsonParser parser, StreamReadException ex) {
		TokenStreamContext context = parser.streamReadContext();
		if (ex.getOriginalMessage().startsWith(REPEATED)) {
			return ProblemException.malformed("A field is given more than once.", JsonPlaces.field(context),
					"is given more than once");
		}
		String place = JsonPlaces.at(ex.getLocation()) + JsonPlaces.within(context);
		if (ex instanceof UnexpectedEndOfInputException) {
			return ProblemException.malformed("The JSON ends before it is complete, " + place + ".");
		}
		return ProblemException.malformed("The body is not JSON: " + place + ".");
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
