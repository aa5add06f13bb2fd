package io.oncegate.web.owner.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.oncegate.calendar.Calendar;
import io.oncegate.claim.Claims;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.TokenHash;
import io.oncegate.link.Tokens;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import io.oncegate.support.RawConnection;
import io.oncegate.support.Slow;
import io.oncegate.web.ApiContract;
import io.oncegate.web.http.PublicUrl;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Campaigns over HTTP: issued, broken, resumed and withdrawn. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class CampaignApiTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String CSV = "text/csv";

	private static final String NDJSON = "application/x-ndjson";

	@Autowired
	private Owners owners;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ConnectionFactory connections;

	@Autowired
	private Claims claims;

	@Autowired
	private Links links;

	@Autowired
	private Tokens tokens;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private final HttpClient http = HttpClient.newHttpClient();

	private int port;

	private Client invitee;

	private Client owner;

	private Calendar calendar;

	private String campaigns;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.invitee = Client.of(port, publicUrl);
		this.owner = this.invitee.asOwner();
		this.calendar = this.owners.calendar(30, 5);
		this.campaigns = "/api/v1/calendars/" + this.calendar.id() + "/campaigns";
	}

	@Test
	void rowsComeBackInOrderAsTheyWereSentWithAnAddress() {
		String body = """
				\uFEFFName,Note, Email ,reference,Straße "Ort",empty\r
				Ada Lovelace,x,ada@example.com,crm-1,"12 ""St. James"", London
				England",\r
				=1+1,@a,,-2,+3,

				"Łódź 🙂 é",,bob@example.com,,שלום,""
				""";
		HttpResponse<String> answer = upload("?name=Spring", CSV, body);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		assertThat(answer.headers().firstValue("content-type")).hasValue("text/csv;charset=UTF-8");
		List<List<String>> sent = parse(body.substring(1).replace("\n\n", "\n"));
		assertThat(answer.body()).startsWith("\uFEFFName,Note,").contains("\r\n=1+1,@a,,-2,+3,,http");
		List<List<String>> received = parse(answer.body().substring(1));
		assertThat(received.stream().map((cells) -> cells.subList(0, cells.size() - 1))).isEqualTo(sent);
		assertThat(received.stream().map((cells) -> cells.get(cells.size() - 1)).distinct()).hasSize(4)
			.startsWith("url");
		assertRedeemable(received.get(3).get(6));
		JsonNode view = view(answer);
		assertThat(view.path("name").asString()).isEqualTo("Spring");
		assertThat(view.path("status").asString()).isEqualTo("complete");
		assertThat(view.path("calendarId").asString()).isEqualTo(this.calendar.id().toString());
		assertThat(numbers(view)).containsExactly(3, 1, 1, 0, 0);
		JsonNode links = this.owner
			.get("/api/v1/calendars/" + this.calendar.id() + "/one-time-links?campaignId=" + id(answer))
			.is(200)
			.json()
			.path("items");
		assertThat(links).hasSize(3)
			.allMatch((link) -> link.path("campaignId").asString().equals(id(answer).toString()))
			.anySatisfy((link) -> {
				assertThat(link.at("/recipient/name").asString()).isEqualTo("Ada Lovelace");
				assertThat(link.at("/recipient/email").asString()).isEqualTo("ada@example.com");
				assertThat(link.at("/metadata").propertyNames()).containsExactly("Note", "Straße \"Ort\"");
			});
	}

	@Test
	void rowsOfCsvComeBackAsJsonIfThatIsAccepted() {
		HttpResponse<String> answer = upload("?name=x", CSV, "name,City\nAda,\"New\nYork\"\n,\u00e9\n", "Accept",
				NDJSON);
		assertThat(answer.headers().firstValue("content-type")).hasValue(NDJSON);
		List<JsonNode> rows = answer.body().lines().map(JsonMapper.shared()::readTree).toList();
		assertThat(rows).hasSize(2);
		assertThat(rows.get(0).propertyNames()).containsExactly("name", "City", "url");
		assertThat(rows.get(0).path("City").asString()).isEqualTo("New\nYork");
		assertThat(rows.get(1).path("name").asString("?")).isEmpty();
	}

	@Test
	void aNumberOfLinksNeedsNoRows() {
		HttpResponse<String> answer = upload("", "application/json", "{\"name\": \"x\", \"count\": 3}");
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.headers().firstValue("content-type")).hasValue(NDJSON);
		List<JsonNode> rows = answer.body().lines().map(JsonMapper.shared()::readTree).toList();
		assertThat(rows).hasSize(3).allMatch((row) -> List.copyOf(row.propertyNames()).equals(List.of("id", "url")));
		assertRedeemable(rows.get(2).path("url").asString());
		assertThat(upload("", "application/json", "{\"name\": \"x\", \"count\": 2}", "Accept", CSV).body())
			.startsWith("id,url\n");
	}

	@Test
	void linksThatAreStoredTogetherHaveIdsInTheOrderOfTheirRows() {
		String body = upload("", "application/json", "{\"name\": \"x\", \"count\": 1000}").body();
		assertThat(body.lines().map((row) -> JsonMapper.shared().readTree(row).path("id").asString())).hasSize(1000)
			.isSorted();
	}

	@Test
	void fiftyThousandLinksAreAllThereAndGood() {
		String body = "email,reference\n" + IntStream.rangeClosed(1, 50_000)
			.mapToObj((n) -> "p" + n + "@example.com," + n + "\n")
			.collect(Collectors.joining());
		HttpResponse<String> answer = upload("?name=large", CSV, body);
		List<List<String>> rows = parse(answer.body());
		assertThat(rows).hasSize(50_001);
		assertThat(rows.stream().skip(1).map((cells) -> cells.get(1)))
			.isEqualTo(IntStream.rangeClosed(1, 50_000).mapToObj(String::valueOf).toList());
		for (int row : List.of(1, 25_000, 50_000)) {
			assertRedeemable(rows.get(row).get(2));
		}
		this.database.sql("update campaign set recount_at = now() where id = :id /* the test asks */")
			.bind("id", id(answer))
			.then()
			.block(PATIENCE);
		await(() -> numbers(view(answer)).equals(List.of(50_000, 3, 3, 0, 0)));
		assertThat(Instant.parse(view(answer).path("countedAt").asString())).isBeforeOrEqualTo(Instant.now());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "name,email¶a,b¶|line 2: email", "name¶a¶a,b¶|line 3", "name,x¶a¶|line 2",
					"name¶a\u0000b¶|line 2: name", "name,x¶,a\u0007¶|line 2: x", "name,url¶a,b¶|line 1",
					"name,NAME¶a,b¶|line 1", "name,¶a,b¶|line 1", "name¶\"a\"b¶|line 2", "name¶\"a¶|line 2",
					"name¶|body", "``|body", "name,x¶,\"a¶b\"¶,\"c\"d¶|line 4" })
	void aMistakeInTheFirstChunkMakesNothing(String body, String field) {
		Answer answer = this.owner
			.send(HttpMethod.POST, this.campaigns + "?name=x", MediaType.valueOf(CSV),
					body.replace("¶", "\n").getBytes(StandardCharsets.UTF_8))
			.isProblem(422, "invalid-request")
			.names(field);
		assertThat(answer.headers().getLocation()).isNull();
		assertThat(this.owner.get(this.campaigns).ids()).isEmpty();
	}

	@Test
	void whatIsNoUtf8OrTooLongIsRefused() {
		byte[] latin = "name\nada\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
		this.owner.send(HttpMethod.POST, this.campaigns + "?name=x", MediaType.valueOf(CSV), latin)
			.isProblem(422, "invalid-request")
			.names("line 3");
		for (String body : List.of("name\n" + "x".repeat(17_000), "name,x\na," + "x".repeat(5000) + "\n",
				"a" + IntStream.range(0, 50).mapToObj((n) -> ",c" + n).collect(Collectors.joining()) + "\n")) {
			assertThat(upload("?name=x", CSV, body).statusCode()).isEqualTo(422);
		}
		assertThat(this.owner.get(this.campaigns).ids()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "|text/csv|name", "?name=x&expiresAt=2020-01-01T00:00:00Z|text/csv|expiresAt",
			"?name=x&expiresAt=soon|text/csv|expiresAt", "?name=%20|text/csv|name", "?name=%00|text/csv|name" })
	void theCampaignItselfIsChecked(String query, String type, String field) {
		this.owner
			.send(HttpMethod.POST, this.campaigns + ((query != null) ? query : ""), MediaType.valueOf(type),
					"name\na\n".getBytes(StandardCharsets.UTF_8))
			.isProblem(422, "invalid-request")
			.names(field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\": \"x\"}", "{\"name\": \"x\", \"count\": 0}",
			"{\"name\": \"x\", \"count\": 5000001}", "{\"count\": 1}", "{\"name\": \"x\", \"count\": \"1\"}", "[]" })
	void aNumberOfLinksIsChecked(String body) {
		this.owner.post(this.campaigns, body).isInvalidRequest();
		assertThat(this.owner.get(this.campaigns).ids()).isEmpty();
	}

	@Test
	void anotherTypeIsRefused() {
		this.owner.send(HttpMethod.POST, this.campaigns + "?name=x", MediaType.TEXT_PLAIN, new byte[10])
			.isProblem(415, "unsupported-media-type");
	}

	@Test
	void linksExpireWithTheirCampaign() {
		Instant expiry = Instant.now().plusSeconds(4);
		HttpResponse<String> answer = upload("?name=x&expiresAt=" + expiry, CSV, "name\na\nb\n");
		String link = parse(answer.body()).get(1).get(1);
		await(() -> this.invitee.get(link).status() == 410);
		assertThat(numbers(view(answer))).containsExactly(2, 0, 0, 2, 0);
	}

	@Test
	void aMistakeLaterEndsTheAnswerAndKeepsWhatWasIssued() throws IOException {
		String rows = rows(1, 2500) + "p,nonsense\n";
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			String answer = connection.send(post("?name=x", rows)).all();
			assertThat(answer).startsWith("HTTP/1.1 201 ").doesNotEndWith("0\r\n\r\n");
			assertThat(links(answer)).isEqualTo(1999);
		}
		JsonNode broken = only();
		assertThat(broken.path("status").asString()).isEqualTo("broken");
		assertThat(broken.path("issued").asInt()).isEqualTo(1999);
		assertThat(broken.path("failure").asString()).isEqualTo("line 2502: email is not an email address");
		HttpResponse<String> rest = resume(broken, "", rows(1, 2600));
		assertThat(rest.statusCode()).isEqualTo(201);
		assertThat(parse(rest.body())).hasSize(602).element(1).asList().contains("n2000");
		assertThat(numbers(view(rest))).containsExactly(2600, 0, 0, 0, 0);
		assertThat(this.owner.get("/api/v1/campaigns/" + id(rest)).json().has("failure")).isFalse();
	}

	@Test
	void aClientThatVanishesLeavesWholeChunksToGoOnFrom() throws IOException {
		RawConnection connection = new RawConnection(this.port, 20);
		connection.send("POST " + this.campaigns + "?name=x HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
				+ "Authorization: Bearer " + GatewayTest.API_KEY + "\r\nContent-Length: 10000000\r\n\r\n"
				+ rows(1, 2500));
		await(() -> !this.owner.get(this.campaigns).ids().isEmpty() && only().path("issued").asInt() == 1999);
		connection.close();
		await(() -> only().path("status").asString().equals("broken"));
		JsonNode broken = only();
		assertThat(broken.path("failure").asString()).startsWith("The c");
		this.owner.post(this.campaigns + "?resume=" + broken.path("id").asString() + "&after=2000", "{\"count\": 9}")
			.isProblem(422, "invalid-request")
			.names("after");
		List<String> before = tokensOf(broken);
		HttpResponse<String> rest = resume(broken, "&after=1500", rows(1, 2500));
		List<List<String>> rows = parse(rest.body());
		assertThat(rows).hasSize(1001);
		assertThat(rows.get(1).get(0)).isEqualTo("n1501");
		assertRedeemable(rows.get(1).get(2));
		assertThat(numbers(view(rest))).containsExactly(2500, 1, 1, 0, 0);
		List<String> after = tokensOf(broken);
		assertThat(after).hasSize(2500);
		assertThat(before.stream()
			.filter((hash) -> !after.contains(hash))
			.map((hash) -> TokenHash.of32(HexFormat.of().parseHex(hash)))).hasSize(499).allMatch(this::isRevoked);
	}

	/** Redis does not have what it was not told of before the client vanished. */
	private boolean isRevoked(TokenHash hash) {
		return this.links.findByHash(hash).blockOptional(PATIENCE).orElseThrow().status() == LinkStatus.REVOKED
				&& this.claims.resolve(hash)
					.map((state) -> state.status() == LinkStatus.REVOKED)
					.blockOptional(PATIENCE)
					.orElse(true);
	}

	@Test
	void aDatabaseThatFailsMidwayLeavesWholeChunksToGoOnFrom() throws IOException {
		String request = post("?name=x", rows(1, 3500));
		int half = request.indexOf("\nn2500,");
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			connection.send(request.substring(0, half));
			await(() -> !this.owner.get(this.campaigns).ids().isEmpty() && only().path("issued").asInt() == 1999);
			Connection blocking = Mono.<Connection>from(this.connections.create())
				.blockOptional(PATIENCE)
				.orElseThrow();
			try {
				execute(blocking, "begin");
				execute(blocking, "lock table one_time_link in share row exclusive mode");
				connection.send(request.substring(half));
				await(() -> cutOffWhoeverWaitsToInsert() > 0);
			}
			finally {
				execute(blocking, "rollback");
				Mono.from(blocking.close()).block(PATIENCE);
			}
			await(this::isBroken);
		}
		JsonNode broken = only();
		assertThat(broken.path("issued").asInt()).isEqualTo(1999);
		assertThat(broken.path("failure").asString()).isEqualTo("A store did not answer.");
		HttpResponse<String> rest = resume(broken, "", rows(1, 3500));
		assertThat(parse(rest.body())).hasSize(1502).element(1).asList().contains("n2000");
		assertThat(tokensOf(broken)).hasSize(3500);
	}

	/** Asks again if the connection that was cut off answers. */
	private boolean isBroken() {
		Answer answer = this.owner.get(this.campaigns);
		return answer.status() == 200 && answer.json().at("/items/0/status").asString().equals("broken");
	}

	private long cutOffWhoeverWaitsToInsert() {
		return this.database
			.sql("""
					select /* the test asks */ count(pg_terminate_backend(pid)) from pg_stat_activity
					where wait_event_type = 'Lock' and query like '%insert into one_time_link%' and pid <> pg_backend_pid()""")
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static void execute(Connection connection, String sql) {
		Mono.from(connection.createStatement(sql).execute())
			.flatMap((done) -> Mono.from(done.getRowsUpdated()))
			.block(PATIENCE);
	}

	/**
	 * Half a minute in real time: what watches the connection is a timer of its event
	 * loop.
	 */
	@Slow
	@Test
	void aReaderThatStopsIsWaitedForAndLeftAfterHalfAMinute() throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			String count = "{\"name\": \"x\", \"count\": 1000000}";
			connection.send(post("", count).replace(CSV, MediaType.APPLICATION_JSON_VALUE));
			await(() -> !this.owner.get(this.campaigns).ids().isEmpty());
			await(() -> only().path("status").asString().equals("broken"), Duration.ofSeconds(120));
		}
		assertThat(only().path("failure").asString()).startsWith("The c");
		// As much as the buffers of the connection hold.
		assertThat(only().path("issued").asInt()).isBetween(1000, 900_000);
		assertThat(tokensOf(only())).hasSize(only().path("issued").asInt());
		// So many that whoever goes through all links is slow, and too many for one
		// statement.
		this.database.sql("""
				delete /* the test asks */ from one_time_link where id in (
					select id from one_time_link where calendar_id = :id limit 20000)""")
			.bind("id", this.calendar.id())
			.fetch()
			.rowsUpdated()
			.repeat()
			.takeUntil((deleted) -> deleted == 0)
			.blockLast(Duration.ofSeconds(120));
	}

	@Test
	void aLinkThatIsSpentIsNeverReplaced() {
		HttpResponse<String> answer = upload("?name=x", CSV, rows(1, 20));
		List<List<String>> rows = parse(answer.body());
		assertRedeemable(rows.get(10).get(2));
		assertThat(resume(view(answer), "&after=5", rows(1, 20)).statusCode()).isEqualTo(409);
		assertThat(numbers(view(answer))).containsExactly(20, 1, 1, 0, 0);
		assertThat(parse(resume(view(answer), "&after=10", rows(1, 20)).body())).hasSize(11);
		this.invitee.get(rows.get(20).get(2)).isPage(410);
		this.invitee.get(rows.get(9).get(2)).isPage(200);
		assertThat(numbers(view(answer))).containsExactly(20, 1, 1, 0, 0);
	}

	@Test
	void aFileThatIsShorterThanTheCampaignTakesNothingBack() {
		HttpResponse<String> answer = upload("?name=x", CSV, rows(1, 20));
		for (int after : List.of(20, 19, 10, 5, 3, 0)) {
			for (int rows : List.of(1, 5, 19)) {
				HttpResponse<String> refused = resume(view(answer), "&after=" + after, rows(1, rows));
				assertThat(refused.statusCode()).isEqualTo(422);
				assertThat(refused.body()).contains("has only " + rows + " row", "the campaign has links for 20");
			}
		}
		assertThat(resume(view(answer), "", rows(1, 19)).statusCode()).isEqualTo(422);
		assertThat(resume(view(answer), "&after=10", "name,email\nx,nonsense\n").statusCode()).isEqualTo(422);
		this.owner.post(this.campaigns + "?resume=" + id(answer) + "&after=10", "{\"count\": 19}")
			.isProblem(422, "invalid-request")
			.names("body");
		assertThat(numbers(view(answer))).containsExactly(20, 0, 0, 0, 0);
		assertThat(view(answer).path("status").asString()).isEqualTo("complete");
		assertThat(view(answer).has("failure")).isFalse();
		parse(answer.body()).stream().skip(1).forEach((row) -> this.invitee.get(row.get(2)).isPage(200));
		HttpResponse<String> whole = resume(view(answer), "&after=20", rows(1, 20));
		assertThat(whole.statusCode()).isEqualTo(201);
		assertThat(parse(whole.body())).hasSize(1);
		assertThat(parse(resume(view(answer), "&after=19", rows(1, 20)).body())).hasSize(2);
		this.owner.post(this.campaigns + "?resume=" + id(answer) + "&after=18", "{\"count\": 20}").is(201);
		assertThat(view(answer).path("status").asString()).isEqualTo("complete");
		this.invitee.get(parse(answer.body()).get(18).get(2)).isPage(200);
		this.invitee.get(parse(answer.body()).get(19).get(2)).isPage(410);
		this.invitee.get(parse(answer.body()).get(20).get(2)).isPage(410);
	}

	/** Rows without end cannot be waited for before the first is answered. */
	@Test
	void whatThousandsOfRowsLackIsToldAtTheirEnd() throws IOException {
		HttpResponse<String> answer = upload("?name=x", CSV, rows(1, 4000));
		assertThat(resume(view(answer), "&after=0", rows(1, 900)).statusCode()).isEqualTo(422);
		assertThat(numbers(view(answer))).containsExactly(4000, 0, 0, 0, 0);
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			String broken = connection.send(post("?resume=" + id(answer) + "&after=500", rows(1, 3000))).all();
			assertThat(broken).startsWith("HTTP/1.1 201 ").doesNotEndWith("0\r\n\r\n");
			assertThat(links(broken)).isEqualTo(2500);
		}
		assertThat(only().path("failure").asString())
			.isEqualTo("body has only 3000 rows, but the campaign has links for 4000; send all of its rows");
	}

	@Test
	void aLinkThatSomebodyBooksWithIsNotReplacedButRevoked() {
		HttpResponse<String> answer = upload("?name=x", CSV, rows(1, 20));
		String url = parse(answer.body()).get(10).get(2);
		LinkToken token = this.tokens.linkToken(url.substring(url.lastIndexOf('/') + 1)).orElseThrow();
		this.claims.claim(token.hash(), UUID.randomUUID(), null).block(PATIENCE);
		assertThat(resume(view(answer), "&after=5", rows(1, 20)).statusCode()).isEqualTo(409);
		Answer revoked = this.owner.post("/api/v1/campaigns/" + id(answer) + "/revoke", "").is(200);
		assertThat(numbers(revoked.json())).containsExactly(20, 0, 0, 0, 20);
		this.invitee.get(url).isPage(410);
	}

	@Test
	void ofTwoUploadsAtOnceTheSecondIsRefused() throws IOException {
		try (RawConnection first = new RawConnection(this.port, 20)) {
			String request = post("?name=x", rows(1, 3000));
			first.send(request.substring(0, request.length() - 10));
			await(() -> !this.owner.get(this.campaigns).ids().isEmpty() && only().path("issued").asInt() == 2999);
			Answer second = this.owner.send(HttpMethod.POST, this.campaigns + "?resume=" + only().path("id").asString(),
					MediaType.valueOf(CSV), rows(1, 3000).getBytes(StandardCharsets.UTF_8));
			second.isProblem(409, "conflict");
		}
	}

	@Test
	void anUploadWhoseGatewayDiedIsGoneOnWithAfterAWhileAndCannotComeBack() throws IOException {
		try (RawConnection first = new RawConnection(this.port, 20)) {
			String request = post("?name=x", rows(1, 3000));
			first.send(request.substring(0, request.length() - 10));
			await(() -> !this.owner.get(this.campaigns).ids().isEmpty() && only().path("issued").asInt() == 2999);
			this.database.sql("update campaign set upload_until = now() where id = :id /* the test asks */")
				.bind("id", UUID.fromString(only().path("id").asString()))
				.then()
				.block(PATIENCE);
			assertThat(resume(only(), "&after=2999", rows(1, 3000)).statusCode()).isEqualTo(201);
			String answer = first.send(request.substring(request.length() - 10)).all();
			assertThat(links(answer)).isEqualTo(2999);
		}
		assertThat(only().path("status").asString()).isEqualTo("complete");
		assertThat(only().path("issued").asInt()).isEqualTo(3000);
	}

	@Test
	void aFifthUploadAtOnceIsRefused() throws IOException {
		List<RawConnection> uploads = new ArrayList<>();
		try {
			for (int n = 0; n < 4; n++) {
				String request = post("?name=x", rows(1, 1000));
				RawConnection upload = new RawConnection(this.port, 20);
				uploads.add(upload.send(request.substring(0, request.length() - 2)));
			}
			await(() -> this.owner.get(this.campaigns).ids().size() == 4);
			Answer refused = this.owner.post(this.campaigns, "{\"name\": \"x\", \"count\": 1}")
				.isProblem(503, "overloaded");
			assertThat(refused.header("Retry-After")).isNotEmpty();
		}
		finally {
			for (RawConnection upload : uploads) {
				upload.close();
			}
		}
		await(() -> this.owner.post(this.campaigns, "{\"name\": \"x\", \"count\": 1}").status() == 201);
	}

	@Test
	void aCampaignThatIsOverIsArchivedAndItsVisitorsAreToldTheSameAsBefore() {
		HttpResponse<String> issued = upload("?name=x", CSV, "name\nAda\nBob\n");
		String campaign = "/api/v1/campaigns/" + id(issued);
		List<String> urls = parse(issued.body()).stream().skip(1).map((cells) -> cells.get(1)).toList();
		assertRedeemable(urls.get(0));
		assertThat(this.owner.send(HttpMethod.POST, campaign + "/archive").isProblem(409, "conflict").text("/detail"))
			.contains("Revoke it first");
		assertThat(this.owner.get(campaign).is(200).json().has("archivedAt")).isFalse();
		this.owner.send(HttpMethod.POST, campaign + "/revoke").is(200);
		JsonNode archived = this.owner.send(HttpMethod.POST, campaign + "/archive").is(200).json();
		assertThat(archived.path("archivedAt").asString()).isNotEmpty();
		assertThat(this.owner.send(HttpMethod.POST, campaign + "/archive").is(200).json().path("archivedAt"))
			.isEqualTo(archived.path("archivedAt"));
		assertThat(only().path("archivedAt")).isEqualTo(archived.path("archivedAt"));
		moveAtOnce(id(issued));
		tokensInRedis(urls).forEach(this::forget);
		JsonNode problem = this.invitee.get(urls.get(1).replace("/l/", "/api/v1/links/"))
			.isProblem(410, "link-revoked")
			.json();
		assertThat(problem.at("/contact/email").asString()).isEqualTo("grace@example.com");
		this.invitee.get(urls.get(0).replace("/l/", "/api/v1/links/")).isProblem(410, "link-redeemed");
		assertThat(this.invitee.get(urls.get(1)).isPage(410).body()).contains("grace@example.com", "/ask");
		this.invitee.get(urls.get(1) + "/ask").isPage(200);
		JsonNode view = view(issued);
		assertThat(numbers(view)).containsExactly(2, 1, 1, 0, 1);
		assertThat(view.path("countedAt").asString()).isNotEmpty();
		assertThat(this.owner.get("/api/v1/calendars/" + this.calendar.id() + "/bookings").is(200).ids()).hasSize(1);
		this.owner.send(HttpMethod.POST, "/api/v1/campaigns/" + UUID.randomUUID() + "/archive")
			.isProblem(404, "not-found");
	}

	/** As if a minute had passed; the gateway does the rest. */
	private void moveAtOnce(UUID campaign) {
		this.database.sql("""
				update /* the test asks */ campaign set archived_at = archived_at - interval '2 minutes',
					counted_at = created_at - interval '1 hour', recount_at = now() where id = :id""")
			.bind("id", campaign)
			.then()
			.block(PATIENCE);
		await(() -> this.database.sql("select count(*) from one_time_link where campaign_id = :id /* the test asks */")
			.bind("id", campaign)
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow() == 0);
	}

	private List<String> tokensInRedis(List<String> urls) {
		return urls.stream()
			.map((url) -> this.tokens.linkToken(url.substring(url.lastIndexOf('/') + 1)).orElseThrow())
			.map((token) -> RedisKey.of(token.hash()))
			.toList();
	}

	private void forget(String key) {
		assertThat(this.redis.delete(key).block(PATIENCE)).isOne();
	}

	@Test
	void aRevokedCampaignHasNoGoodLinkAndIsNotGoneOnWith() {
		HttpResponse<String> answer = upload("?name=x", CSV, rows(1, 2500));
		List<List<String>> rows = parse(answer.body());
		assertRedeemable(rows.get(1000).get(2));
		Answer revoked = this.owner.post("/api/v1/campaigns/" + id(answer) + "/revoke", "").is(200);
		assertThat(numbers(revoked.json())).containsExactly(2500, 1, 1, 0, 2499);
		assertThat(this.owner.post("/api/v1/campaigns/" + id(answer) + "/revoke", "").is(200).json())
			.isEqualTo(revoked.json());
		for (int row : List.of(1, 999, 1001, 2500)) {
			this.invitee.get(rows.get(row).get(2)).isPage(410);
		}
		assertThat(resume(view(answer), "", rows(1, 2600)).statusCode()).isEqualTo(409);
	}

	@Test
	void whatWasOpenedIsCounted() {
		HttpResponse<String> answer = upload("?name=x", CSV, rows(1, 5));
		this.database.sql(
				"update one_time_link set opened_at = now() where campaign_id = :id and campaign_row <= 2 /* the test asks */")
			.bind("id", id(answer))
			.then()
			.block(PATIENCE);
		assertThat(numbers(view(answer))).containsExactly(5, 2, 0, 0, 0);
		assertThat(this.owner.get("/api/v1/calendars/" + this.calendar.id() + "/one-time-links").body())
			.contains("\"openedAt\":\"");
	}

	@Test
	void campaignsAreListedInPages() {
		for (int n = 0; n < 3; n++) {
			upload("?name=c" + n, CSV, "name\na\n");
		}
		Answer page = this.owner.get(this.campaigns + "?limit=2").is(200);
		assertThat(page.json().at("/items/0/name").asString()).isEqualTo("c2");
		Answer last = this.owner.get(this.campaigns + "?limit=2&cursor=" + page.text("/nextCursor")).is(200);
		assertThat(last.json().path("items")).hasSize(1);
		assertThat(last.json().has("nextCursor")).isFalse();
	}

	@Test
	void anotherOwnersCampaignIsUnknown() {
		HttpResponse<String> answer = upload("?name=x", CSV, "name\na\n");
		UUID other = UUID.randomUUID();
		this.database.sql("insert into owner (id, name, api_key_hash) values (:id, 'other', :hash)")
			.bind("id", other)
			.bind("hash", java.nio.ByteBuffer.wrap(TokenHash.of("other-key-" + other).bytes()))
			.then()
			.block(PATIENCE);
		Client stranger = this.invitee.with("Authorization", "Bearer other-key-" + other);
		String campaign = "/api/v1/campaigns/" + id(answer);
		stranger.get(campaign).isProblem(404, "not-found");
		stranger.post(campaign + "/revoke", "").isProblem(404, "not-found");
		stranger.get(this.campaigns).isProblem(404, "not-found");
		stranger.post(this.campaigns, "{\"name\": \"x\", \"count\": 1}").isProblem(404, "not-found");
		this.invitee.get(campaign).isProblem(401, "unauthorized");
		for (String id : List.of(UUID.randomUUID().toString(), "x")) {
			this.owner.get("/api/v1/campaigns/" + id).isProblem(404, "not-found");
			this.owner.post(this.campaigns + "?resume=" + id, "{\"count\": 1}").isProblem(404, "not-found");
		}
	}

	@Test
	void aRefusedUploadLeavesNoConnectionHanging() throws IOException {
		for (int n = 0; n < 50; n++) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				String answer = connection.send(post("?name=x", "name,email\na,b\n" + rows(1, 3000))).answer();
				assertThat(answer).startsWith("HTTP/1.1 422 ").containsIgnoringCase("connection: close");
			}
		}
	}

	private String post(String query, String body) {
		return "POST " + this.campaigns + query + " HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
				+ "Authorization: Bearer " + GatewayTest.API_KEY + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
				+ body;
	}

	private static String rows(int from, int to) {
		return "name,email\n" + IntStream.rangeClosed(from, to)
			.mapToObj((n) -> "n" + n + ",p" + n + "@example.com\n")
			.collect(Collectors.joining());
	}

	private HttpResponse<String> resume(JsonNode campaign, String query, String body) {
		return upload("?resume=" + campaign.path("id").asString() + query, CSV, body);
	}

	private HttpResponse<String> upload(String query, String type, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.port + this.campaigns + query))
			.header("Authorization", "Bearer " + GatewayTest.API_KEY)
			.header("Content-Type", type)
			.timeout(Duration.ofSeconds(60))
			.POST(BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		// The request's own time-out is over with the headers.
		return ApiContract.check(
				this.http.sendAsync(request.build(), BodyHandlers.ofString()).orTimeout(90, TimeUnit.SECONDS).join());
	}

	/** How many rows have come, in what chunks ever. */
	private static long links(String answer) {
		return answer.replaceAll("\r\n[0-9a-f]+\r\n", "").lines().filter((line) -> line.contains(",http")).count();
	}

	private static UUID id(HttpResponse<String> answer) {
		String location = answer.headers().firstValue("location").orElseThrow();
		return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
	}

	private JsonNode view(HttpResponse<String> answer) {
		return this.owner.get("/api/v1/campaigns/" + id(answer)).is(200).json();
	}

	/** The only campaign of the calendar. */
	private JsonNode only() {
		return this.owner.get(this.campaigns).is(200).json().at("/items/0");
	}

	private static List<Integer> numbers(JsonNode view) {
		return List.of("issued", "opened", "redeemed", "expired", "revoked")
			.stream()
			.map((name) -> view.path(name).asInt())
			.toList();
	}

	private List<String> tokensOf(JsonNode campaign) {
		return this.database.sql(
				"select encode(token_hash, 'hex') from one_time_link where campaign_id = :id order by campaign_row /* the test asks */")
			.bind("id", UUID.fromString(campaign.path("id").asString()))
			.mapValue(String.class)
			.all()
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void assertRedeemable(String url) {
		for (int n = 0;; n++) {
			Answer answer = this.invitee.post(url.replace("/l/", "/api/v1/links/") + "/redemptions",
					Client.booking(Owners.time(this.calendar, n), "Ada"));
			if (answer.status() != 409) {
				answer.is(201);
				this.invitee.get(url).isPage(410);
				return;
			}
		}
	}

	private static List<List<String>> parse(String text) {
		return CsvReader.builder().ofCsvRecord(text).stream().map(CsvRecord::getFields).toList();
	}

	private static void await(BooleanSupplier condition) {
		await(condition, PATIENCE);
	}

	private static void await(BooleanSupplier condition, Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
		}
	}

}
