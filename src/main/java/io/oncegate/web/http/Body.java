package io.oncegate.web.http;

import java.lang.annotation.Annotation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.oncegate.redemption.Timeouts;
import io.oncegate.web.http.ProblemException.FieldError;
import io.oncegate.web.http.ProblemException.Mistake;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads JSON bodies, and reports every mistake with its field. */
@Component
public class Body {

	/** The maximum size of a body, in bytes. */
	static final int LIMIT = 64 * 1024;

	/** How long a client may take to send a body. */
	static final Duration PATIENCE = Duration.ofSeconds(8);

	private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

	private final StrictJson json;

	private final Validator validator;

	Body(JsonMapper mapper, Validator validator) {
		this.json = new StrictJson(mapper);
		this.validator = validator;
		// Loads the resource bundles of the messages now, because that would block an
		// event loop.
		validator.validate(new Line("\u0000"));
	}

	/** Reads and validates a body; an empty one counts as an object without fields. */
	public <T> Mono<T> read(ServerRequest request, Class<T> type) {
		return bytes(request).map((bytes) -> check(this.json.read(bytes, type)));
	}

	/** Reads a body as a tree, to be validated later. */
	public Mono<JsonNode> readTree(ServerRequest request) {
		return bytes(request).map((bytes) -> this.json.read(bytes, JsonNode.class));
	}

	/**
	 * Reads the body of a request that takes no fields: empty, or an object without
	 * fields.
	 */
	public Mono<Void> readNothing(ServerRequest request) {
		return whole(request).doOnNext((bytes) -> {
			if (!isJson(request)) {
				throw isOfAnotherType(request);
			}
			this.json.read(bytes, Nothing.class);
		}).then();
	}

	/** Converts and validates a tree. */
	public <T> T convert(JsonNode tree, Class<T> type) {
		return check(this.json.read(tree, type));
	}

	/** Validates a value. */
	public <T> T check(T value) {
		if (value instanceof Usual usual && usual.isUsual()) {
			return value;
		}
		List<FieldError> mistakes = mistakes(value);
		if (!mistakes.isEmpty()) {
			throw ProblemException.invalid(mistakes);
		}
		return value;
	}

	/** Returns everything that is wrong with a value. */
	public List<FieldError> mistakes(Object value) {
		Set<ConstraintViolation<Object>> violations = this.validator.validate(value);
		List<FieldError> related = (value instanceof Related parts) ? parts.mistakes() : List.of();
		return violations.isEmpty() ? related
				: Stream
					.concat(violations.stream()
						.map((violation) -> new FieldError(path(violation), violation.getMessage(),
								mistake(violation.getConstraintDescriptor().getAnnotation().annotationType()))),
							related.stream())
					.sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::mistake))
					.toList();
	}

	private static Mistake mistake(Class<? extends Annotation> constraint) {
		if (constraint == NotBlank.class || constraint == NotNull.class) {
			return Mistake.MISSING;
		}
		if (constraint == EmailAddress.class) {
			return Mistake.EMAIL;
		}
		return (constraint == PlainText.class) ? Mistake.TEXT : Mistake.OTHER;
	}

	private static String path(ConstraintViolation<?> violation) {
		return violation.getPropertyPath().toString().replace(".<list element>", "");
	}

	private static Mono<byte[]> bytes(ServerRequest request) {
		if (!isJson(request)) {
			return Mono.error(isOfAnotherType(request));
		}
		return whole(request).defaultIfEmpty(new byte[] { '{', '}' });
	}

	private static Mono<byte[]> whole(ServerRequest request) {
		return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), LIMIT)
			.map(Body::bytes)
			.timeout(PATIENCE, Mono.error(ProblemException::late), Timeouts.scheduler());
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/** Tells whether content is JSON, in UTF-8; content without a type counts as JSON. */
	public static boolean isJson(ServerRequest request) {
		try {
			return request.headers()
				.contentType()
				.map((type) -> isUtf8(type.getCharset()) && isJson(request.method(), type))
				.orElse(true);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/** Tells whether content is of the given type, in UTF-8. */
	public static boolean isOf(ServerRequest request, MediaType wanted) {
		try {
			return request.headers()
				.contentType()
				.filter((type) -> type.equalsTypeAndSubtype(wanted) && isUtf8(type.getCharset()))
				.isPresent();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean isUtf8(@Nullable Charset charset) {
		return charset == null || charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
	}

	private static boolean isJson(HttpMethod method, MediaType type) {
		return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || ((method == HttpMethod.PATCH)
				? type.equalsTypeAndSubtype(MERGE_PATCH) : type.getSubtype().endsWith("+json"));
	}

	private static ProblemException isOfAnotherType(ServerRequest request) {
		return (request.method() == HttpMethod.PATCH)
				? Unsupported.type(request.exchange(), MERGE_PATCH, MediaType.APPLICATION_JSON)
				: Unsupported.type(request.exchange(), MediaType.APPLICATION_JSON);
	}

	/** Only validated at startup. */
	private record Line(@PlainText(max = 1) String text) {

	}

	private record Nothing() {

	}

}
