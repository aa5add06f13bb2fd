package io.oncegate.web.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever accepts gzip gets the same, compressed. */
@GatewayTest
class CompressionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String UUIDS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

	private final HttpClient http = HttpClient.newHttpClient();

	@Autowired
	private Owners owners;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/l/%3$s", "/l/%3$s?zones", "/c/%1$s", "/s/%2$s?zone=Asia/Tokyo", "/embed.js",
			"/assets/oncegate.css", "/api/v1/links/%3$s/slots", "/api/v1/public/calendars/%2$s/slots" })
	void whatIsCompressedIsTheSame(String pattern) throws IOException, InterruptedException {
		Calendar calendar = this.owners.calendar(30, 1);
		String address = pattern.formatted(calendar.publicId(), calendar.slug(),
				this.owners.link(calendar).token().value());
		HttpResponse<byte[]> plain = get("GET", address, null);
		HttpResponse<byte[]> compressed = get("GET", address, "deflate, GZIP;q=0.5, br");
		assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
		assertThat(compressed.body().length).isLessThan(plain.body().length * 2 / 3);
		assertThat(withoutKey(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes()))
			.isEqualTo(withoutKey(plain.body()));
		for (HttpResponse<byte[]> answer : new HttpResponse[] { plain, compressed }) {
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().allValues("Vary"))
				.containsExactly(isPage(address) ? "Accept-Encoding, Accept-Language, Cookie" : "Accept-Encoding");
			assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
		}
		HttpResponse<byte[]> headed = get("HEAD", address, "gzip");
		assertThat(headed.body()).isEmpty();
		assertThat(headed.headers().firstValueAsLong("Content-Length")).hasValue(compressed.body().length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip;q=0", "br", "identity" })
	void whoeverDoesNotAcceptItGetsItPlain(String encodings) throws IOException, InterruptedException {
		HttpResponse<byte[]> page = get("GET", "/c/" + this.owners.calendar(30, 1).publicId(), encodings);
		assertThat(page.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("</html>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gzip | true
			br,GZIP;q=0.5 | true
			deflate, gzip ; q=0.001, br | true
			gzip;q=1.000 | true
			gzip; q=0.00, br | false
			br,gzip;q=0 | false
			notgzip | false
			gzip2 | false
			,;;, | false
			""")
	void anEncodingOfNoWeightIsNotAccepted(String encodings, boolean accepted) {
		assertThat(Prepared.acceptsGzip(encodings)).isEqualTo(accepted);
	}

	@Test
	void compressedCopiesHaveKeysOfTheirOwn() throws IOException {
		KeyedBody page = new KeyedBody("ä<KKKKKKKK-KKKK-KKKK-KKKK-KKKKKKKKKKKK>ö".getBytes(StandardCharsets.UTF_8),
				"KKKKKKKK-KKKK-KKKK-KKKK-KKKKKKKKKKKK");
		String one = unzip(page.compressed());
		assertThat(one).matches("ä<" + UUIDS + ">ö").isNotEqualTo(unzip(page.compressed()));
		assertThat(new String(page.plain(), StandardCharsets.UTF_8)).matches("ä<" + UUIDS + ">ö").isNotEqualTo(one);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8191, 8192, 100_000, 3_000_000 })
	void aPageOfAnyLengthIsCompressed(int length) throws IOException {
		StringBuilder text = new StringBuilder();
		// Hardly compressible.
		new java.util.Random(1).ints(length, ' ', '~').forEach((letter) -> text.append((char) letter));
		KeyedBody page = new KeyedBody((text + "0".repeat(36) + text).getBytes(StandardCharsets.UTF_8), "0".repeat(36));
		assertThat(unzip(page.compressed()).replaceFirst(UUIDS, "")).isEqualTo(text.toString() + text);
	}

	private static boolean isPage(String address) {
		return !address.startsWith("/api/") && !address.endsWith(".js") && !address.endsWith(".css");
	}

	private static String unzip(byte[] compressed) throws IOException {
		return new String(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes(),
				StandardCharsets.UTF_8);
	}

	private static String withoutKey(byte[] page) {
		return new String(page, StandardCharsets.UTF_8).replaceFirst("name=\"key\" value=\"" + UUIDS, "");
	}

	private HttpResponse<byte[]> get(String method, String address, @Nullable String encodings)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + address))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.timeout(PATIENCE);
		if (encodings != null) {
			request.header("Accept-Encoding", encodings);
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
	}

}
