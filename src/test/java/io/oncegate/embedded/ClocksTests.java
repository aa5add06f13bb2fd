package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import io.oncegate.support.GatewayTest;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A gateway and its stores have one clock, which {@code .ci/run clocks} sets. */
@GatewayTest
class ClocksTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Longer than any machine takes, and shorter than any clock is set off. */
	private static final TemporalUnitOffset ABOUT = within(1, ChronoUnit.HOURS);

	@Autowired
	private ReactiveStringRedisTemplate redis;

	@Autowired
	private DatabaseClient database;

	@Test
	void gatewayAndStoresHaveTheSameClock() {
		Long ofRedis = Objects.requireNonNull(
				this.redis.execute((connection) -> connection.serverCommands().time()).single().block(PATIENCE));
		Instant ofPostgres = this.database.sql("select clock_timestamp()")
			.mapValue(Instant.class)
			.one()
			.block(PATIENCE);
		assertThat(Instant.ofEpochMilli(ofRedis)).isCloseTo(Instant.now(), ABOUT);
		assertThat(ofPostgres).isCloseTo(Instant.now(), ABOUT);
	}

	/** What the file system notes is not touched. */
	@Test
	@EnabledIfEnvironmentVariable(named = "FAKETIME", matches = "[+-]\\d+")
	void clockIsOffByWhatWasSet(@TempDir Path directory) throws IOException {
		Instant real = Files.getLastModifiedTime(Files.createFile(directory.resolve("now"))).toInstant();
		assertThat(Instant.now()).isCloseTo(real.plusSeconds(Long.parseLong(System.getenv("FAKETIME"))), ABOUT);
	}

}
