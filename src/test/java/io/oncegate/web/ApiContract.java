package io.oncegate.web;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oncegate.telemetry.Meters;
import io.oncegate.web.http.ProblemDocuments;
import io.oncegate.web.http.PublicUrl;
import io.oncegate.web.http.Renderings;
import io.oncegate.web.http.Text;
import io.oncegate.web.openapi.OpenApi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds every answer against the description of the API: an answer that is not described
 * fails the test that got it, and so does a request that was served though its
 * description forbids it.
 */
public final class ApiContract {

	/** The description, in which objects have no fields but those that it names. */
	static final JsonNode DESCRIPTION = strict(description());

	private static final Set<String> TO_BE_REPEATED = Set.of("link-claimed", "idempotency-key-in-flight",
			"rate-limited", "overloaded", "store-unavailable", "outcome-unknown");

	private static final SchemaRegistry SCHEMAS = SchemaRegistry
		.withDefaultDialect(Dialect.builder("https://json-schema.org/draft/2020-12/schema", Dialects.getDraft202012())
			.keyword(new NonValidationKeyword("components"))
			.build());

	private static final Map<JsonNode, Schema> KNOWN = new ConcurrentHashMap<>();

	private static final Map<PathPattern, String> PATHS = paths();

	private ApiContract() {
	}

	private static JsonNode description() {
		PublicUrl publicUrl = new PublicUrl("https://book.example.com");
		JsonMapper json = JsonMapper.builder()
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
			.build();
		return OpenApi.read(publicUrl,
				new ProblemDocuments(publicUrl, json, new Renderings(new Meters(new SimpleMeterRegistry()))), json);
	}

	private static JsonNode strict(JsonNode node) {
		if (node instanceof ObjectNode object) {
			if (object.path("properties").isObject() && !object.has("additionalProperties")) {
				object.put("additionalProperties", false);
			}
			if (object.has("minimum") && object.path("type").isArray()) {
				splitTypes(object);
			}
		}
		node.values().forEach(ApiContract::strict);
		return node;
	}

	/** The validator fails at a number that may be null. */
	private static void splitTypes(ObjectNode schema) {
		ObjectNode number = schema.deepCopy().put("type", schema.at("/type/0").asString());
		schema.removeAll().putArray("anyOf").add(number).addObject().put("type", "null");
	}

	private static Map<PathPattern, String> paths() {
		Map<PathPattern, String> paths = new LinkedHashMap<>();
		DESCRIPTION.path("paths")
			.propertyNames()
			.forEach((path) -> paths.put(PathPatternParser.defaultInstance.parse(path), path));
		return paths;
	}

	/** Checks an answer, and the request if it was served. */
	public static void check(EntityExchangeResult<byte[]> result) {
		byte @Nullable [] sent = result.getRequestBodyContent();
		byte @Nullable [] body = result.getResponseBody();
		new Exchange(result.getMethod().name(), result.getUrl(),
				result.getRequestHeaders().getFirst(HttpHeaders.CONTENT_TYPE), (sent != null) ? text(sent) : "",
				result.getStatus().value(), result.getResponseHeaders(), (body != null) ? text(body) : "")
			.check();
	}

	/** Checks an answer, and gives it back. */
	public static HttpResponse<String> check(HttpResponse<String> answer) {
		HttpHeaders headers = new HttpHeaders();
		answer.headers().map().forEach(headers::addAll);
		new Exchange(answer.request().method(), answer.request().uri(), null, "", answer.statusCode(), headers,
				answer.body())
			.check();
		return answer;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	static JsonNode resolved(JsonNode node) {
		String reference = node.path("$ref").asString("");
		return reference.isEmpty() ? node : DESCRIPTION.at(reference.substring(1));
	}

	/** What is wrong with a value by a schema of the description. */
	static List<Error> mistakes(JsonNode schema, JsonNode value, boolean formats) {
		return KNOWN.computeIfAbsent(schema, (key) -> {
			ObjectNode whole = ((ObjectNode) schema).deepCopy();
			whole.set("components", DESCRIPTION.path("components"));
			return SCHEMAS.getSchema(whole);
		}).validate(value, (context) -> context.executionConfig((config) -> config.formatAssertionsEnabled(formats)));
	}

	/** A request and its answer. */
	private record Exchange(String method, URI address, @Nullable String sentType, String sent, int status,
			HttpHeaders headers, String body) {

		void check() {
			String path = this.address.getRawPath();
			String pattern = pattern(path);
			JsonNode item = DESCRIPTION.path("paths").path(String.valueOf(pattern));
			JsonNode operation = item.path(isHead() ? "get" : this.method.toLowerCase(Locale.ROOT));
			if (!operation.isMissingNode()) {
				checkAnswer(operation.path("responses"));
				if (this.status < 300) {
					checkParameters(item, operation);
					checkSent(resolved(operation.path("requestBody")));
				}
			}
			else if (path.startsWith("/api/v1/") && !this.method.equals("OPTIONS")) {
				checkRefusal(pattern != null);
			}
		}

		/** What is not described is not there. */
		private void checkRefusal(boolean known) {
			if (known) {
				checkProblem(405, Set.of("method-not-allowed"));
				assertThat(this.headers.getAllow()).as(said("header Allow")).isNotEmpty();
			}
			else {
				checkProblem(404, Set.of("not-found"));
			}
		}

		/** What a mail program has added is ignored. */
		private static @Nullable String pattern(String path) {
			return Stream.of(path, path.replaceFirst("/[^a-z]*$", ""))
				.flatMap((each) -> PATHS.entrySet()
					.stream()
					.filter((known) -> known.getKey().matches(PathContainer.parsePath(each)))
					.map(Map.Entry::getValue))
				.findFirst()
				.orElse(null);
		}

		private boolean isHead() {
			return this.method.equals("HEAD");
		}

		private String said(String what) {
			return what + " of " + this.method + " " + this.address + ": " + this.status + " " + this.headers + " "
					+ this.body;
		}

		private void checkAnswer(JsonNode answers) {
			JsonNode answer = resolved(answers.has(String.valueOf(this.status))
					? answers.path(String.valueOf(this.status)) : answers.path("default"));
			assertThat(this.status < 400 && !answers.has(String.valueOf(this.status))).as(said("undescribed status"))
				.isFalse();
			answer.path("headers").forEachEntry((name, header) -> checkHeader(name, resolved(header)));
			JsonNode types = answer.path("content");
			if (types.isMissingNode()) {
				assertThat(this.body).as(said("body")).isEmpty();
				return;
			}
			MediaType type = Objects.requireNonNull(this.headers.getContentType(), said("no content type"));
			String name = type.getType() + "/" + type.getSubtype();
			assertThat(types.propertyNames()).as(said("content type")).contains(name);
			if (name.equals("application/problem+json")) {
				checkProblem(this.status, problems(types.path(name).path("examples")));
			}
			else if (name.equals("application/json") && !isHead()) {
				assertThat(mistakes(types.path(name).path("schema"), JsonMapper.shared().readTree(this.body), true))
					.as(said("body"))
					.isEmpty();
			}
		}

		private static Set<String> problems(JsonNode examples) {
			return examples.valueStream()
				.map((example) -> resolved(example).at("/value/type").asString())
				.map(Exchange::name)
				.collect(Collectors.toSet());
		}

		private static String name(String type) {
			return type.substring(type.lastIndexOf('/') + 1);
		}

		private void checkProblem(int status, Set<String> names) {
			assertThat(this.status).as(said("status")).isEqualTo(status);
			assertThat(this.headers.getContentType()).as(said("content type"))
				.isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
			if (isHead()) {
				return;
			}
			JsonNode problem = JsonMapper.shared().readTree(this.body);
			assertThat(mistakes(DESCRIPTION.at("/components/schemas/Problem"), problem, true)).as(said("problem"))
				.isEmpty();
			String name = name(problem.path("type").asString());
			assertThat(names).as(said("problem")).contains(name);
			assertThat(problem.path("status").asInt()).as(said("status")).isEqualTo(status);
			assertThat(this.headers.containsHeader(HttpHeaders.RETRY_AFTER)).as(said("header Retry-After"))
				.isEqualTo(TO_BE_REPEATED.contains(name));
		}

		private void checkHeader(String name, JsonNode header) {
			String value = this.headers.getFirst(name);
			assertThat(value != null || !header.path("required").asBoolean(false)).as(said("header " + name)).isTrue();
			if (value != null) {
				assertThat(mistakes(header.path("schema"), typed(header.path("schema"), value), true))
					.as(said("header " + name))
					.isEmpty();
			}
		}

		private static JsonNode typed(JsonNode schema, String value) {
			JsonMapper json = JsonMapper.shared();
			return schema.path("type").asString("").equals("integer") && value.matches("-?[0-9]+")
					? json.readTree(value) : json.valueToTree(value);
		}

		private void checkParameters(JsonNode item, JsonNode operation) {
			Map<String, JsonNode> known = Stream.of(item, operation)
				.flatMap((each) -> each.path("parameters").valueStream())
				.map(ApiContract::resolved)
				.filter((parameter) -> parameter.path("in").asString().equals("query"))
				.collect(Collectors.toMap((parameter) -> parameter.path("name").asString(),
						(parameter) -> parameter.path("schema")));
			if (this.address.getPath().startsWith("/api/v1/")) {
				parameters().forEach((name, values) -> {
					JsonNode schema = Objects.requireNonNull(known.get(name), said("parameter " + name));
					assertThat(values).as(said("parameter " + name)).hasSize(1);
					assertThat(mistakes(schema, typed(schema, values.get(0)), false)).as(said("parameter " + name))
						.isEmpty();
				});
			}
		}

		private MultiValueMap<String, String> parameters() {
			MultiValueMap<String, String> decoded = new LinkedMultiValueMap<>();
			UriComponentsBuilder.fromUri(this.address)
				.build()
				.getQueryParams()
				.forEach((name, values) -> values.forEach((value) -> decoded.add(decoded(name), decoded(value))));
			return decoded;
		}

		private static String decoded(@Nullable String text) {
			return (text == null) ? "" : URLDecoder.decode(text, StandardCharsets.UTF_8);
		}

		private void checkSent(JsonNode described) {
			JsonNode schema = described.at("/content/application~1json/schema");
			if (this.sent.isBlank() || this.sentType != null && !this.sentType.contains("json")) {
				return;
			}
			JsonNode value = tidy(JsonMapper.shared().readTree(this.sent.replaceFirst("^\uFEFF", "")));
			if (schema.isMissingNode()) {
				assertThat(value.isEmpty()).as(said("what was sent: " + this.sent)).isTrue();
				return;
			}
			assertThat(mistakes(schema, value, false)).as(said("what was sent: " + this.sent)).isEmpty();
		}

		/** As text is read, before it is checked. */
		private static JsonNode tidy(JsonNode node) {
			JsonMapper json = JsonMapper.shared();
			if (node.isString()) {
				return json.valueToTree(Text.tidy(node.stringValue()));
			}
			if (node instanceof ObjectNode object) {
				ObjectNode tidied = json.createObjectNode();
				object.forEachEntry((name, value) -> tidied.set(name, tidy(value)));
				return tidied;
			}
			return node.isArray() ? json.valueToTree(node.valueStream().map(Exchange::tidy).toList()) : node;
		}

	}

}
