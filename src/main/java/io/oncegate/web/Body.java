package io.oncegate.web;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.oncegate.redemption.Timeouts;
import io.oncegate.web.OneTimeLinkApi.RecipientBody;
import io.oncegate.web.ProblemException.FieldError;
import io.oncegate.web.ProblemException.Mistake;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Reads JSON bodies strictly: nothing is guessed, and every mistake is named by its
 * field.
 */
@Component
class Body {

	/** The most bytes of a body. */
	static final int LIMIT = 64 * 1024;

	/** How long a client may take to send it. */
	static final Duration PATIENCE = Duration.ofSeconds(8);

	private final JsonMapper mapper;

	private final Validator validator;

	Body(JsonMapper mapper, Validator validator) {
		this.mapper = strict(mapper);
		this.validator = validator;
		// The first message loads resource bundles, for which an event loop must not
		// wait.
		validator.validate(new RecipientBody("\u0000", null, null));
	}

	private static JsonMapper strict(JsonMapper mapper) {
		return mapper.rebuild()
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
					DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.withCoercionConfig(LogicalType.Textual,
					(textual) -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
			.withCoercionConfig(LogicalType.Integer,
					(integer) -> integer.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
			.build();
	}

	/** Reads and checks a body; an empty one counts as an object without fields. */
	<T> Mono<T> read(ServerRequest request, Class<T> type) {
		return bytes(request).map((bytes) -> check(parse(bytes, type)));
	}

	/** Reads a body as a tree, to be checked later. */
	Mono<JsonNode> readTree(ServerRequest request) {
		return bytes(request).map((bytes) -> parse(bytes, JsonNode.class));
	}

	/** Reads and checks a tree. */
	<T> T convert(JsonNode tree, Class<T> type) {
		return check(parse(this.mapper.writeValueAsBytes(tree), type));
	}

	/** Checks a value. */
	<T> T check(T value) {
		List<FieldError> mistakes = mistakes(value);
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes);
		}
		return value;
	}

	/** Says what is wrong with a value. */
	List<FieldError> mistakes(Object value) {
		Set<ConstraintViolation<Object>> violations = this.validator.validate(value);
		return violations.isEmpty() ? List.of()
				: violations.stream()
					.map((violation) -> new FieldError(path(violation), violation.getMessage(),
							Mistake.of(violation.getConstraintDescriptor().getAnnotation().annotationType())))
					.sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::mistake))
					.toList();
	}

	private static String path(ConstraintViolation<?> violation) {
		return violation.getPropertyPath().toString().replace(".<list element>", "");
	}

	private static Mono<byte[]> bytes(ServerRequest request) {
		if (request.headers().contentType().filter((type) -> !isJson(type)).isPresent()) {
			return Mono.error(ProblemException.of(Problem.UNSUPPORTED_MEDIA_TYPE));
		}
		return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), LIMIT)
			.map(Body::bytes)
			.defaultIfEmpty(new byte[] { '{', '}' })
			.timeout(PATIENCE, Mono.error(ProblemException::late), Timeouts.scheduler());
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static boolean isJson(MediaType type) {
		return MediaType.APPLICATION_JSON.isCompatibleWith(type) || type.getSubtype().endsWith("+json");
	}

	private <T> T parse(byte[] bytes, Class<T> type) {
		try {
			T value = this.mapper.readValue(bytes, type);
			if (value == null) {
				throw ProblemException.malformed("The body is null; send a JSON object.");
			}
			return value;
		}
		catch (UnrecognizedPropertyException ex) {
			throw ProblemException.invalid(path(ex),
					"is not known; known are " + ex.getKnownPropertyIds()
						.stream()
						.map(Object::toString)
						.sorted()
						.collect(Collectors.joining(", ")));
		}
		catch (MismatchedInputException ex) {
			throw ProblemException.invalid(path(ex), "must be " + expected(ex.getTargetType()));
		}
		catch (InputCoercionException ex) {
			throw ProblemException.invalid(path(ex), "is out of range");
		}
		catch (StreamReadException ex) {
			throw ProblemException.malformed("The body is not JSON: line " + ex.getLocation().getLineNr() + ", column "
					+ ex.getLocation().getColumnNr() + ".");
		}
		catch (JacksonException ex) {
			throw ProblemException.malformed("The body is not the JSON that is expected here.");
		}
	}

	private static String path(JacksonException ex) {
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
		return List.class.isAssignableFrom(type) ? "a list" : "an object";
	}

}
