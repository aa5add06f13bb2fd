package io.oncegate.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** What the headers of a request say about its content. */
@GatewayTest
class ContentTests {

	private static final MediaType CSV = MediaType.parseMediaType("text/csv");

	@Autowired
	private Owners owners;

	private int port;

	private Client client;

	private Client invitee;

	private Calendar calendar;

	private String api;

	private String link;

	private String redemptions;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.invitee = Client.of(port, publicUrl);
		this.client = this.invitee.asOwner();
		this.calendar = this.owners.calendar(30, 5);
		this.api = "/api/v1/calendars/" + this.calendar.id();
		this.link = this.owners.link(this.calendar).token().value();
		this.redemptions = "/api/v1/links/" + this.link + "/redemptions";
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "GZIP", "br", "deflate", "x-gzip", "zstd", "identity, gzip", "nonsense" })
	void encodedContentIsRefused(String encoding) {
		Client encoded = this.client.with(HttpHeaders.CONTENT_ENCODING, encoding);
		byte[] json = zipped(Client.booking(Owners.time(this.calendar, 1), "Ada"));
		for (String address : List.of(this.redemptions, "/api/v1/calendars", this.api + "/one-time-links",
				this.api + "/campaigns")) {
			assertRefused(encoded.send(HttpMethod.POST, address, MediaType.APPLICATION_JSON, json));
		}
		assertRefused(encoded.send(HttpMethod.PATCH, this.api, MediaType.APPLICATION_JSON, json));
		assertRefused(encoded.send(HttpMethod.POST, this.api + "/campaigns?name=Spring", CSV, zipped("name\nAda\n")));
		for (String address : List.of("/l/" + this.link, "/console/sign-in")) {
			assertThat(encoded.submit(address, Map.of("name", "Ada")).isPage(415).header(HttpHeaders.ACCEPT_ENCODING))
				.isEqualTo("identity");
		}
		assertThat(encoded
			.send(HttpMethod.POST, "/console/calendars/" + this.calendar.id() + "/campaigns",
					MediaType.parseMediaType("multipart/form-data; boundary=x"), json)
			.isPage(415)
			.header(HttpHeaders.ACCEPT_ENCODING)).isEqualTo("identity");
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.isProblem(415, "unsupported-media-type").header(HttpHeaders.ACCEPT_ENCODING))
			.isEqualTo("identity");
	}

	private static byte[] zipped(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return bytes.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "IDENTITY", "", "identity, identity" })
	void contentThatIsNotEncodedIsRead(String encoding) {
		this.client.with(HttpHeaders.CONTENT_ENCODING, encoding)
			.post(this.redemptions, Client.booking(Owners.time(this.calendar, 1), "Ada"))
			.is(201);
	}

	@Test
	void whatIsNoFormIsToldWhatIsTaken() {
		for (String address : List.of("/l/" + this.link, "/s/" + this.calendar.slug(), "/console/sign-in")) {
			for (String type : List.of("application/json", "multipart/form-data; boundary=x")) {
				assertThat(this.invitee.send(HttpMethod.POST, address, MediaType.parseMediaType(type), new byte[] { 1 })
					.isPage(415)
					.header(HttpHeaders.ACCEPT)).isEqualTo("application/x-www-form-urlencoded");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "csv", ";", "text/csv;q=2", "text/csv;charset=nope" })
	void anAcceptThatCannotBeReadIsNone(String accepted) {
		assertThat(this.client.with(HttpHeaders.ACCEPT, accepted)
			.send(HttpMethod.POST, this.api + "/campaigns?name=Spring", CSV, "name\nAda\n".getBytes())
			.is(201)
			.body()).startsWith("name,");
		this.client.with(HttpHeaders.ACCEPT, accepted)
			.post(this.api + "/campaigns", "{\"name\": \"Spring\", \"count\": 1}")
			.is(201);
	}

	@Test
	void withoutContentNothingIsEncoded() {
		Client encoded = this.client.with(HttpHeaders.CONTENT_ENCODING, "gzip");
		encoded.get("/api/v1/links/" + this.link).is(200);
		encoded.send(HttpMethod.HEAD, "/l/" + this.link).is(200);
		encoded.send(HttpMethod.POST, this.api + "/one-time-links").is(201);
	}

	@ParameterizedTest
	@CsvSource({ "application/json; charset=iso-8859-1, ISO-8859-1", "application/json; charset=utf-16, UTF-16",
			"application/json; charset=utf-16le, UTF-16LE", "application/json, UTF-16LE", "application/json, UTF-16BE",
			"application/json, UTF-16", "application/json, UTF-32BE", "application/json, UTF-32LE" })
	void jsonIsUtf8(String type, String charset) {
		byte[] json = Client.booking(Owners.time(this.calendar, 1), "Ada").getBytes(Charset.forName(charset));
		Answer answer = this.client.send(HttpMethod.POST, this.redemptions, MediaType.parseMediaType(type), json);
		assertThat(answer.status()).as(answer.body()).isIn(400, 415);
		assertThat(answer.text("/detail")).contains("UTF-8");
		if (answer.status() == 415) {
			assertThat(answer.header(HttpHeaders.ACCEPT)).isEqualTo("application/json");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "application/json", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"",
					"application/json; charset=us-ascii", "APPLICATION/JSON", "application/vnd.example+json" })
	void jsonIsReadByItsNames(String type) {
		this.client
			.send(HttpMethod.POST, this.redemptions, MediaType.parseMediaType(type),
					Client.booking(Owners.time(this.calendar, 1), "Ada").getBytes(StandardCharsets.UTF_8))
			.is(201);
	}

	@Test
	void aByteOrderMarkIsPassedOver() {
		this.client.post(this.redemptions, "\ufeff" + Client.booking(Owners.time(this.calendar, 1), "Ada")).is(201);
	}

	@Test
	void contentOfNoTypeIsJson() throws IOException {
		String body = Client.booking(Owners.time(this.calendar, 1), "Ada");
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			assertThat(connection
				.send("POST " + this.redemptions + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
						+ "\r\n\r\n" + body)
				.answer()).startsWith("HTTP/1.1 201");
		}
	}

	@Test
	void aCampaignOfNoTypeSaysWhatItTakes() throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			assertThat(connection
				.send("POST " + this.api
						+ "/campaigns?name=Spring HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
						+ GatewayTest.API_KEY + "\r\nContent-Length: 9\r\n\r\nname\nAda\n")
				.answer()).startsWith("HTTP/1.1 415").contains("text/csv");
		}
	}

	@Test
	void contentOfTwoTypesIsRefused() throws IOException {
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			assertThat(connection
				.send("POST " + this.redemptions + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
						+ "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")
				.answer()).startsWith("HTTP/1.1 400").contains("Content-Type");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/merge-patch+json", "application/json" })
	void aPatchIsAMergePatch(String type) {
		assertThat(patch(type).is(200).text("/name")).isEqualTo("New");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json-patch+json", "application/vnd.example+json", "text/plain",
			"application/merge-patch+json; charset=utf-16" })
	void aPatchOfAnotherKindIsRefused(String type) {
		Answer answer = patch(type).isProblem(415, "unsupported-media-type");
		assertThat(answer.header("Accept-Patch")).isEqualTo("application/merge-patch+json, application/json");
	}

	private Answer patch(String type) {
		return this.client.send(HttpMethod.PATCH, this.api, MediaType.parseMediaType(type),
				"{\"name\": \"New\"}".getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/vnd.ms-excel", "application/x-www-form-urlencoded",
			"text/tab-separated-values", "multipart/form-data; boundary=x" })
	void aCampaignSaysWhatItTakes(String type) {
		Answer answer = this.client
			.send(HttpMethod.POST, this.api + "/campaigns?name=Spring", MediaType.parseMediaType(type),
					"name\nAda\n".getBytes(StandardCharsets.UTF_8))
			.isProblem(415, "unsupported-media-type");
		assertThat(answer.header(HttpHeaders.ACCEPT)).isEqualTo("text/csv, application/json");
		assertThat(answer.text("/detail")).contains("text/csv", "application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "text/", "application/json; charset=nonsense", "*/*", "application/*" })
	void aTypeThatIsNoneIsRefused(String type) throws IOException {
		for (String address : List.of(this.redemptions, this.api + "/campaigns")) {
			try (RawConnection connection = new RawConnection(this.port, 20)) {
				assertThat(connection
					.send("POST " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
							+ GatewayTest.API_KEY + "\r\nContent-Type: " + type + "\r\nContent-Length: 2\r\n\r\n{}")
					.answer()).startsWith("HTTP/1.1 415").containsIgnoringCase("\r\naccept: ");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "a, b", "a, a", "'', a" })
	void aRequestHasOneKey(String first, String second) {
		this.client.with("Idempotency-Key", first, second)
			.post(this.redemptions, Client.booking(Owners.time(this.calendar, 1), "Ada"))
			.isProblem(400, "invalid-request")
			.names("Idempotency-Key");
		this.client.get("/api/v1/links/" + this.link).is(200);
	}

	@Test
	void aRequestHasOneOwner() {
		this.invitee.with(HttpHeaders.AUTHORIZATION, "Bearer " + GatewayTest.API_KEY, "Bearer " + Owners.OTHER_KEY)
			.get("/api/v1/calendars")
			.isProblem(400, "invalid-request");
	}

}
