package io.oncegate.web.owner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.oncegate.calendar.ApiKey;
import io.oncegate.link.TokenHash;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner's API key is changed for good. */
@GatewayTest
class ApiKeyTests {

	private static final String KEY = "/api/v1/owner/api-key";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private io.oncegate.calendar.Owners keys;

	@Autowired
	private DatabaseClient database;

	private Client client;

	private String first;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl);
		this.first = this.owners.add("Ada");
	}

	@Test
	void aReplacedKeyNeverWorksAgain() {
		String second = replace(this.first, null);
		assertThat(second).matches("og_[A-Za-z0-9_-]{32}").isNotEqualTo(this.first);
		assertThat(works(this.first)).isFalse();
		assertThat(works(second)).isTrue();
		String third = replace(second, "{\"graceSeconds\": 0}");
		assertThat(List.of(works(this.first), works(second), works(third))).containsExactly(false, false, true);
		assertThat(this.keys.setKey(this.owners.owner(third).id(), TokenHash.of(this.first)).block(PATIENCE)).isFalse();
		assertThat(List.of(works(this.first), works(third))).containsExactly(false, true);
	}

	@Test
	void aReplacedKeyWorksForItsGraceByTheClockOfTheDatabase() {
		String second = replace(this.first, "{\"graceSeconds\": 60}");
		assertThat(List.of(works(this.first), works(second))).containsExactly(true, true);
		pass(Duration.ofSeconds(30));
		assertThat(works(this.first)).isTrue();
		pass(Duration.ofSeconds(30));
		assertThat(List.of(works(this.first), works(second))).containsExactly(false, true);
	}

	@Test
	void inItsGraceAKeyMakesNoOtherAndTheNextEndsIt() {
		String second = replace(this.first, "{\"graceSeconds\": 86400}");
		as(this.first).post(KEY, "{}").isProblem(409, "conflict");
		assertThat(List.of(works(this.first), works(second))).containsExactly(true, true);
		String third = replace(second, "{\"graceSeconds\": 60}");
		assertThat(List.of(works(this.first), works(second), works(third))).containsExactly(false, true, true);
	}

	@RepeatedTest(5)
	void ofTwoWhoAskAtOnceOneGetsAKeyAndThatWorks() {
		List<CompletableFuture<Answer>> asked = IntStream.range(0, 8)
			.mapToObj((n) -> CompletableFuture
				.supplyAsync(() -> as(this.first).post(KEY, "{\"graceSeconds\": " + n % 2 * 60 + "}")))
			.toList();
		List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
		List<String> got = answers.stream()
			.filter((answer) -> answer.status() == 200)
			.map((answer) -> answer.text("/apiKey"))
			.toList();
		assertThat(got).singleElement().satisfies((key) -> assertThat(works(key)).isTrue());
		assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401, 409);
	}

	@Test
	void onlyItsHashIsStored() {
		String second = replace(this.first, null);
		assertThat(this.database.sql("select count(*) from owner where api_key_hash = :key")
			.bind("key", TokenHash.of(second).bytes())
			.mapValue(Long.class)
			.one()
			.block(PATIENCE)).isOne();
	}

	@Test
	void theBodyMayBeLeftOut() {
		String second = as(this.first).send(HttpMethod.POST, KEY).is(200).text("/apiKey");
		assertThat(List.of(works(this.first), works(second))).containsExactly(false, true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "86401", "1.5", "\"60\"", "99999999999999999999", "true", "[]" })
	void aWrongGraceIsNamedAndTheKeyStays(String grace) {
		as(this.first).post(KEY, "{\"graceSeconds\": " + grace + "}")
			.isProblem(422, "invalid-request")
			.names("graceSeconds");
		as(this.first).post(KEY, "{\"grace\": 1}").isProblem(422, "invalid-request").names("grace");
		assertThat(works(this.first)).isTrue();
	}

	@Test
	void whoeverHasNoKeyGetsNone() {
		as(ApiKey.fresh()).post(KEY, "{}").isProblem(401, "unauthorized");
		this.client.post(KEY, "{}").isProblem(401, "unauthorized");
	}

	private String replace(String key, @Nullable String body) {
		return as(key).post(KEY, (body != null) ? body : "{}").is(200).text("/apiKey");
	}

	private Client as(String key) {
		return this.client.asOwner(key);
	}

	private boolean works(String key) {
		int status = as(key).get("/api/v1/calendars").status();
		assertThat(status).isIn(200, 401);
		return status == 200;
	}

	/** Lets time pass for the first key. */
	private void pass(Duration time) {
		this.database
			.sql("update replaced_api_key set works_until = works_until - make_interval(secs => :time)"
					+ " where hash = :key")
			.bind("time", time.toSeconds())
			.bind("key", TokenHash.of(this.first).bytes())
			.then()
			.block(PATIENCE);
	}

}
