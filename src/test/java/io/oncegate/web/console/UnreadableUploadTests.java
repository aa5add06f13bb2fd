package io.oncegate.web.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RawConnection;
import io.oncegate.support.RequestLog;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/** Uploads that are broken: an everyday event, which is told, and leaves nothing. */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class UnreadableUploadTests {

	/** What is released twice is seen by chance only. */
	private static final int ROUNDS = 20;

	private static final String LARGE = "--cut\nContent-Disposition: form-data; name=\"rows\"; filename=\"r.csv\"\n\n"
			+ "name,email\n" + "Ada,ada@example.com\n".repeat(5000) + "\n";

	private static final String NAME = "--cut\nContent-Disposition: form-data; name=\"name\"\n\nSpring\n";

	@Autowired
	private Owners owners;

	private int port;

	private Client client;

	private Browser browser;

	private Calendar calendar;

	private String campaigns;

	private List<Path> before = List.of();

	@BeforeEach
	void open(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) throws IOException {
		this.port = port;
		this.client = Client.of(port, publicUrl);
		this.browser = new Browser(this.client).signedIn();
		this.calendar = this.owners.calendar(30, 5);
		this.campaigns = "/console/calendars/" + this.calendar.id() + "/campaigns";
		this.before = files();
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; charset=utf-8",
			"multipart/form-data; boundary=", "multipart/form-data; boundary=other", "multipart/form-data; boundary",
			"multipart/form-data; boundary=\"cut", "multipart/form-data; boundary=cut; charset=none",
			"multipart/mixed; boundary=cut", "multipart/; boundary=cut", "MULTIPART/FORM-DATA",
			"multipart/form-data; boundary=cut cut", "multipart/form-data;;;", "multipart/form-data, text/plain",
			"application/x-www-form-urlencoded", "text/plain", "application/json" })
	void aFormOfAnotherKindCannotBeRead(String type, CapturedOutput output) throws IOException {
		RequestLog log = RequestLog.from(output);
		String answer = answer(type, NAME + "--cut--\n");
		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("The form cannot be read.", "</html>");
		assertQuiet(log);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "``", "nothing at all", "--cut", "--cut¶",
			"--cut¶Content-Disposition: form-data; name=\"name\"",
			"--cut¶Content-Disposition: form-data; name=\"name\"¶",
			"--cut¶Content-Disposition: form-data; name=\"name\"¶¶Spr", "--cut¶¶x¶--cut--",
			"--cut¶Content-Type: text/plain¶¶x¶--cut--", "--cut¶Content-Disposition: form-data¶¶x¶--cut--",
			"--cut¶Content-Disposition: ¶¶x¶--cut--", "--cut¶Content-Disposition: ;;; name¶¶x¶--cut--",
			"--cut¶Content-Disposition: form-data; name¶¶x¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"name\"; filename*=x'y'%zz¶¶x¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"name\"¶Content-Type: nonsense¶¶x¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"name\"¶Content-Type: text/plain; charset=none¶¶x¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"name\"¶¶Jos\u00e9¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"id\"¶¶no id¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"_csrf\"; filename=\"x\"¶¶x¶--cut--",
			"--cut¶Content-Disposition: form-data; name=\"name\"; filename=\"x\"¶¶x¶--cut--",
			"--cut¶not a header¶¶x¶--cut--", "--cut¶: x¶¶x¶--cut--" })
	void aBrokenFormCannotBeRead(String body, CapturedOutput output) throws Exception {
		RequestLog log = RequestLog.from(output);
		for (String all : List.of(body, NAME + body, LARGE + body)) {
			String answer = answer("multipart/form-data; boundary=cut", all.replace("¶", "\n"));
			assertThat(answer).as(all.substring(0, Math.min(200, all.length())))
				.startsWith("HTTP/1.1 400 ")
				.contains("The form cannot be read.", "</html>");
		}
		assertQuiet(log);
	}

	@Test
	void tooManyPartsOrTooLargeOnesAreRefused(CapturedOutput output) throws Exception {
		RequestLog log = RequestLog.from(output);
		for (int n = 0; n < ROUNDS; n++) {
			for (String all : List.of(LARGE + NAME.repeat(50) + "--cut--\n",
					LARGE + NAME.replace("Spring", "x".repeat(100_000)) + "--cut--\n",
					LARGE + NAME.replace("\n\n", "\nX: " + "x".repeat(100_000) + "\n\n") + "--cut--\n")) {
				assertThat(answer("multipart/form-data; boundary=cut", all)).containsPattern("^HTTP/1.1 4(00|13) ")
					.contains("</html>");
			}
		}
		assertQuiet(log);
	}

	@ParameterizedTest
	@ValueSource(strings = { "iso-8859-1", "windows-1252" })
	void aCharsetThatAPartDeclaresIsTaken(String charset) throws IOException {
		String name = NAME.replace("\n\nSpring", "\nContent-Type: text/plain; charset=" + charset + "\n\nJos\u00e9");
		String count = NAME.replace("\"name\"", "\"count\"").replace("Spring", "1");
		assertThat(answer("multipart/form-data; boundary=cut", name + count + "--cut--\n")).startsWith("HTTP/1.1 200 ");
		assertThat(this.browser.get(this.campaigns).isPage(200).body()).contains("José");
	}

	/** The browser has gone when less came than was announced: nobody is to be told. */
	@Test
	void aClientThatGoesInTheMiddleLeavesNothing(CapturedOutput output) throws Exception {
		RequestLog log = RequestLog.from(output);
		for (String part : List.of("", "--cut", NAME, LARGE)) {
			try (RawConnection connection = new RawConnection(this.port, 20)) {
				connection.send(head("multipart/form-data; boundary=cut", 1_000_000) + part.replace("\n", "\r\n"));
			}
		}
		for (long end = System.nanoTime() + 20_000_000_000L; !files().equals(this.before);) {
			assertThat(System.nanoTime()).isLessThan(end);
		}
		this.browser.get(this.campaigns).isPage(200);
		assertQuiet(log);
	}

	private String answer(String type, String body) throws IOException {
		String sent = body.replace("\n", "\r\n");
		try (RawConnection connection = new RawConnection(this.port, 20)) {
			return connection.send(head(type, sent.length()) + sent).answer("POST");
		}
	}

	private String head(String type, int length) {
		return "POST " + this.campaigns + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nX-CSRF-TOKEN: "
				+ this.browser.token() + "\r\nCookie: console=" + this.browser.cookie("console") + "; console-csrf="
				+ this.browser.cookie("console-csrf") + "\r\nContent-Length: " + length + "\r\n\r\n";
	}

	private void assertQuiet(RequestLog log) throws IOException {
		assertThat(files()).isEqualTo(this.before);
		log.isQuiet();
		Answer page = this.browser.get(this.campaigns).isPage(200);
		assertThat(page.header(HttpHeaders.CONTENT_TYPE))
			.isEqualTo(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8).toString());
		assertThat(page.body()).contains("No campaigns of this calendar yet");
	}

	/** What Spring keeps of forms that were sent. */
	private static List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((path) -> path.getFileName().toString().startsWith("spring-multipart-"))
				.flatMap((path) -> Stream.of(path.toFile().listFiles()).map(java.io.File::toPath))
				.sorted()
				.toList();
		}
	}

}
