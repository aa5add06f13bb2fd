package io.oncegate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/** What a history says of itself. */
class HistoryTests {

	private final History history = new History();

	@Test
	void answersAreCounted() {
		this.history.add(attempt(Answer.NONE, 1));
		this.history.add(attempt(Answer.BOOKED, 1));
		this.history.fault("PostgreSQL is killed");
		this.history.add(attempt(Answer.NONE, 1));
		assertThat(this.history.attempts()).hasSize(3);
		assertThat(this.history.counts()).containsExactly(entry(Answer.BOOKED, 1L), entry(Answer.NONE, 2L));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "0.01, 1", "0.5, 50", "0.99, 99", "0.991, 100", "1, 100" })
	void latencyIsOfTheNearestRank(double quantile, long millis) {
		LongStream.rangeClosed(1, 100).map((n) -> 101 - n).forEach((n) -> {
			this.history.add(attempt(Answer.BOOKED, n));
			this.history.add(attempt(Answer.NONE, 10_000));
		});
		assertThat(this.history.millis(Answer.BOOKED, quantile)).isEqualTo(millis);
	}

	@Test
	void answerThatNobodyHeardHasNoLatency() {
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.history.millis(Answer.BOOKED, 0.5));
	}

	@Test
	void historyIsWrittenInLinesOfJson(@TempDir Path directory) throws IOException {
		this.history.add(attempt(Answer.BOOKED, 7));
		this.history.fault("PostgreSQL is killed");
		Path file = directory.resolve("history.jsonl");
		this.history.write(file);
		List<JsonNode> lines = Files.readAllLines(file).stream().map(JsonMapper.shared()::readTree).toList();
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).isEqualTo(JsonMapper.shared().readTree("""
				{"id": "a", "link": "link", "start": "2026-11-23T09:00:00Z", "key": "key", "sentAtMillis": 1000,
				"answeredAtMillis": 1007, "answer": "BOOKED", "bookingId": null}"""));
		assertThat(lines.get(1).path("fault").asString("")).isEqualTo("PostgreSQL is killed");
		assertThat(lines.get(1).path("atMillis").asLong()).isPositive();
	}

	private static Attempt attempt(Answer answer, long millis) {
		return new Attempt("a", "link", Instant.parse("2026-11-23T09:00:00Z"), "key", 1000, 1000 + millis, answer,
				null);
	}

}
