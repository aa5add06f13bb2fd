package io.oncegate.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of the documents, executed as they are printed. */
@GatewayTest
class CurlTests {

	private static final long PATIENCE = 120;

	@TempDir
	private Path directory;

	private String api;

	private String key;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired Owners owners) {
		this.api = "http://localhost:" + port + "/api/v1";
		this.key = owners.add("A reader");
	}

	@Test
	void theyWorkAsPrinted() throws IOException, InterruptedException {
		String journey = document("src/docs/api.md").commands("A journey with curl");
		String campaign = document("src/docs/campaigns.md").commands("Issue links", "When an upload fails",
				"Revoke a campaign");
		assertThat(run(journey + campaign)).containsSubsequence("\"name\":\"Ada Lovelace\"", "\"status\":\"confirmed\"",
				"/problems/link-redeemed", "\"items\":[{", "\"status\":\"cancelled\"", "\"status\":\"revoked\"",
				"\"issued\":3", "\"revoked\":3");
		assertThat(lines("links.csv")).hasSize(4).element(3).asString().contains("Emmy Noether", "/l/");
		assertThat(lines("links.ndjson")).hasSize(1000);
		assertThat(lines("more-links.csv")).hasSize(1);

		String booking = document("README.md").commands("A first booking by curl");
		assertThat(run(booking)).containsSubsequence("\"status\":\"confirmed\"", "/problems/link-redeemed");
	}

	private static Document document(String path) {
		return Document.of(Path.of(path));
	}

	private List<String> lines(String file) throws IOException {
		return Files.readAllLines(this.directory.resolve(file));
	}

	private String run(String commands) throws IOException, InterruptedException {
		Path printed = this.directory.resolve("printed.txt");
		ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(printed.toFile());
		bash.environment().put("API", this.api);
		bash.environment().put("KEY", this.key);
		bash.environment().put("no_proxy", "localhost");
		Process process = bash.start();
		if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
			process.destroyForcibly();
		}
		assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
		return Files.readString(printed);
	}

}
