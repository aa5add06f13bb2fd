package io.oncegate.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.Parameters;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description of the API: where it is found, and that nothing is missing or made up.
 */
@GatewayTest
class OpenApiTests {

	private static final String DOCUMENT = "/api/openapi.json";

	private static final String PAGE = "/api/docs";

	/** Is described as the JSON of a booking names it. */
	private static final String CALENDAR_FILE = "GET /b/{manageToken}/calendar.ics";

	@Autowired
	private Addresses addresses;

	@Autowired
	private Owners owners;

	private Client anybody;

	private JsonNode document;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.anybody = Client.of(port, publicUrl);
		this.document = this.anybody.get(DOCUMENT).is(200).json();
	}

	@Test
	void anyProgramOfAnySiteMayReadIt() {
		Answer answer = this.anybody.with(HttpHeaders.ORIGIN, "https://www.example.org").get(DOCUMENT).is(200);
		assertThat(answer.header(HttpHeaders.CONTENT_TYPE)).isEqualTo("application/json");
		assertThat(answer.headers().get("Access-Control-Allow-Origin")).containsExactly("*");
		assertThat(this.document.path("openapi").asString()).isEqualTo("3.1.0");
		assertThat(this.document.at("/servers/0/url").asString()).isEqualTo(answer.publicUrl());
		assertThat(answer.body()).doesNotContain("book.example.com").contains(answer.publicUrl() + "/problems/");
	}

	@ParameterizedTest
	@ValueSource(strings = { DOCUMENT, PAGE })
	void itIsSentOnce(String address) {
		Answer first = this.anybody.get(address).is(200);
		assertThat(first.header(HttpHeaders.CACHE_CONTROL)).isEqualTo("max-age=3600, public");
		Client again = this.anybody.with(HttpHeaders.IF_NONE_MATCH, first.header(HttpHeaders.ETAG));
		Answer same = again.get(address).is(304);
		assertThat(same.body()).isEmpty();
		assertThat(same.header(HttpHeaders.CACHE_CONTROL)).isEqualTo("max-age=3600, public");
		assertThat(same.header(HttpHeaders.ETAG)).isEqualTo(first.header(HttpHeaders.ETAG));
		this.anybody.with(HttpHeaders.IF_NONE_MATCH, "W/\"another\"").get(address).is(200);
	}

	@Test
	void thePageShowsAllOfIt() {
		String page = this.anybody.get(PAGE).isPage(200).body();
		assertThat(page).doesNotContain("<script", " style=");
		operations().forEach((operation, described) -> assertThat(page).as(operation)
			.contains("id=\"" + described.path("operationId").asString() + "\"",
					"</b> " + operation.substring(operation.indexOf(' ') + 1) + "</code>"));
		this.document.at("/components/schemas")
			.propertyNames()
			.forEach((schema) -> assertThat(page).contains("id=\"schema-" + schema + "\""));
		for (Problem problem : Problem.values()) {
			assertThat(page).contains("id=\"problem-" + problem.slug() + "\"");
		}
		assertThat(links(page)).isNotEmpty().allSatisfy((link) -> assertThat(page).contains("id=\"" + link + "\""));
	}

	private static Set<String> links(String page) {
		Set<String> links = new TreeSet<>();
		java.util.regex.Pattern.compile("href=\"#([^\"]+)\"")
			.matcher(page)
			.results()
			.forEach((link) -> links.add(link.group(1)));
		return links;
	}

	@Test
	void noRouteIsMissingAndNoneIsMadeUp() {
		Set<String> ofPrograms = new TreeSet<>(List.of(CALENDAR_FILE));
		Set<String> all = new TreeSet<>();
		for (Address address : this.addresses.all()) {
			for (HttpMethod method : address.methods()) {
				String route = method + " " + address.pattern();
				all.add(route);
				if (address.audience().isOfPrograms() && method != HttpMethod.HEAD && method != HttpMethod.OPTIONS
						&& !address.pattern().matches(".*/(\\{rest.*)?")) {
					ofPrograms.add(route);
				}
			}
		}
		assertThat(operations().keySet()).containsExactlyInAnyOrderElementsOf(ofPrograms);
		assertThat(all).containsAll(ofPrograms);
	}

	@Test
	void parametersAreThoseThatAreKnown() {
		operations().forEach((operation, described) -> {
			String[] route = operation.split(" ");
			assertThat(parameters(this.document.path("paths").path(route[1]), described)).as(operation)
				.containsExactlyInAnyOrderElementsOf(Parameters.known(HttpMethod.valueOf(route[0]), route[1]));
		});
	}

	private static List<String> parameters(JsonNode item, JsonNode operation) {
		return Stream.of(item, operation)
			.flatMap((each) -> each.path("parameters").valueStream())
			.map(ApiContract::resolved)
			.filter((parameter) -> parameter.path("in").asString().equals("query"))
			.map((parameter) -> parameter.path("name").asString())
			.toList();
	}

	/** By method and path. */
	private Map<String, JsonNode> operations() {
		Map<String, JsonNode> operations = new TreeMap<>();
		this.document.path("paths").forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
			if (!method.equals("parameters")) {
				operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation);
			}
		}));
		return operations;
	}

	@Test
	void everyProblemHasAnExample() {
		for (Problem problem : Problem.values()) {
			JsonNode example = this.document.at("/components/examples").path(problem.slug()).path("value");
			assertThat(example.path("type").asString()).endsWith("/problems/" + problem.slug());
			assertThat(example.path("status").asInt()).isEqualTo(problem.status().value());
			assertThat(example.path("title").asString()).isEqualTo(problem.title());
		}
	}

	@Test
	void examplesAreWhatTheirSchemasAllow() {
		List<String> checked = new ArrayList<>();
		media(ApiContract.DESCRIPTION, (type, media) -> media.path("examples").forEachEntry((name, example) -> {
			if (type.endsWith("json") && !type.contains("ndjson")) {
				JsonNode value = ApiContract.resolved(example).path("value");
				assertThat(ApiContract.mistakes(media.path("schema"), value, true)).as(name + ": " + value).isEmpty();
				checked.add(name);
			}
		}));
		assertThat(checked).hasSizeGreaterThan(40);
	}

	private static void media(JsonNode node, BiConsumer<String, JsonNode> found) {
		node.forEachEntry((name, value) -> {
			if (name.equals("content")) {
				value.forEachEntry(found);
			}
		});
		node.values().forEach((value) -> media(value, found));
	}

	/**
	 * What the description calls the bound is one: that is taken, and one more is not.
	 */
	@ParameterizedTest
	@CsvSource({ "NewCalendar, POST /api/v1/calendars", "CalendarPatch, PATCH /api/v1/calendars/CALENDAR",
			"NewContact, PATCH /api/v1/calendars/CALENDAR contact",
			"NewOneTimeLink, POST /api/v1/calendars/CALENDAR/one-time-links",
			"NewRecipient, POST /api/v1/calendars/CALENDAR/one-time-links recipient",
			"NewCampaign, POST /api/v1/calendars/CALENDAR/campaigns", "OwnerPatch, PATCH /api/v1/owner" })
	void boundsAreThoseOfTheGateway(String schema, String request) {
		Client owner = this.anybody.asOwner(this.owners.add("Ada"));
		String[] parts = request.split(" ");
		String id = owner.post("/api/v1/calendars", body("NewCalendar").toString()).is(201).text("/id");
		Map<String, String> wrong = new TreeMap<>();
		this.document.at("/components/schemas/" + schema + "/properties").forEachEntry((field, described) -> {
			for (Bound bound : Bound.of(field, ApiContract.resolved(described))) {
				ObjectNode body = body(schema);
				body.set(field, bound.value());
				JsonNode sent = (parts.length > 2) ? JsonMapper.shared().createObjectNode().set(parts[2], body) : body;
				int status = owner
					.send(HttpMethod.valueOf(parts[0]), parts[1].replace("CALENDAR", id),
							org.springframework.http.MediaType.APPLICATION_JSON, sent.toString().getBytes())
					.status();
				if ((status < 300) != bound.good()) {
					wrong.put(field + " " + bound.name(), status + " for " + bound.value());
				}
			}
		});
		assertThat(wrong).isEmpty();
	}

	/** A good body, with another slug each time. */
	private static ObjectNode body(String schema) {
		ObjectNode body = JsonMapper.shared().createObjectNode();
		switch (schema) {
			case "NewCalendar" -> body.put("name", "Call")
				.put("slug", "slug-" + java.util.UUID.randomUUID())
				.put("timeZone", "UTC")
				.put("durationMinutes", 30)
				.putObject("weeklyHours");
			case "NewCampaign" -> body.put("name", "Spring").put("count", 1);
			default -> {
			}
		}
		return body;
	}

	/** A value at a bound, or beyond it. */
	private record Bound(String name, JsonNode value, boolean good) {

		/** No test waits for millions of links. */
		private static final int MOST = 1_000_000;

		static List<Bound> of(String field, JsonNode schema) {
			List<Bound> bounds = new ArrayList<>();
			JsonMapper json = JsonMapper.shared();
			if (schema.has("minimum")) {
				int least = schema.path("minimum").asInt();
				bounds.add(new Bound("minimum", json.valueToTree(least), true));
				bounds.add(new Bound("below", json.valueToTree(least - 1), false));
			}
			if (schema.has("maximum")) {
				int most = schema.path("maximum").asInt();
				if (most < MOST) {
					bounds.add(new Bound("maximum", json.valueToTree(most), true));
				}
				bounds.add(new Bound("above", json.valueToTree(most + 1), false));
			}
			if (schema.has("maxLength")) {
				int longest = schema.path("maxLength").asInt();
				bounds.add(new Bound("longest", json.valueToTree(text(field, longest)), true));
				bounds.add(new Bound("longer", json.valueToTree(text(field, longest + 1)), false));
			}
			if (schema.has("maxItems") && schema.path("items").path("$ref").asString("").endsWith("Origin")) {
				int most = schema.path("maxItems").asInt();
				bounds.add(new Bound("most", json.valueToTree(origins(most)), true));
				bounds.add(new Bound("more", json.valueToTree(origins(most + 1)), false));
			}
			return bounds;
		}

		private static String text(String field, int length) {
			return switch (field) {
				case "email" ->
					("a@" + "b".repeat(60) + ".").concat(("c".repeat(60) + ".").repeat(4)).substring(0, length - 4)
							+ ".com";
				case "url" -> "https://example.com/" + "x".repeat(length - 20);
				case "slug" -> java.util.UUID.randomUUID().toString().replace("-", "") + "x".repeat(length - 32);
				default -> "x".repeat(length);
			};
		}

		private static List<String> origins(int count) {
			return Stream.iterate(1, (n) -> n <= count, (n) -> n + 1).map((n) -> "https://w" + n + ".example").toList();
		}

	}

}
