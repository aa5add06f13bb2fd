package io.oncegate.telemetry;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/** When a store counts as away. */
class PresenceTests {

	private final Presence presence = new Presence();

	@Test
	void itIsAwayWhenItIsMissedTwice() {
		Mono<?> fault = Mono.error(new TimeoutException());
		watch(fault);
		assertThat(this.presence.isUp()).isTrue();
		assertThat(this.presence.isMissed()).isTrue();
		watch(fault);
		assertThat(this.presence.isUp()).isFalse();
		watch(Mono.empty());
		assertThat(this.presence.isUp()).isTrue();
		assertThat(this.presence.isMissed()).isFalse();
	}

	@Test
	void whoHasNoConnectionLeftIsThere() {
		Mono<?> full = Mono.error(new R2dbcNonTransientResourceException("sorry, too many clients already", "53300"));
		watch(full);
		watch(full);
		assertThat(this.presence.isMissed()).isFalse();
	}

	@Test
	void silenceIsAskedSeldom() {
		AtomicInteger asked = new AtomicInteger();
		Mono<?> silence = Mono.never().doOnSubscribe((subscription) -> asked.incrementAndGet());
		StepVerifier.Step<Void> minute = StepVerifier.withVirtualTime(() -> watch(silence, 30));
		for (int second = 0; second < 60; second++) {
			minute = minute.thenAwait(Duration.ofSeconds(1));
		}
		minute.verifyComplete();
		assertThat(asked).hasValueBetween(5, 6);
		assertThat(this.presence.isUp()).isFalse();
	}

	@Test
	void aLateAnswerCountsWhenItComes() {
		Sinks.Empty<Void> answer = Sinks.empty();
		StepVerifier.withVirtualTime(() -> watch(answer.asMono(), 3))
			.thenAwait(Duration.ofSeconds(2))
			.thenAwait(Duration.ofSeconds(2))
			.then(() -> assertThat(this.presence.isUp()).isFalse())
			.then(answer::tryEmitEmpty)
			.verifyComplete();
		assertThat(this.presence.isUp()).isTrue();
	}

	private Flux<Void> watch(Mono<?> question, int times) {
		return Flux.range(0, times).concatMap((n) -> this.presence.watch(question));
	}

	private void watch(Mono<?> question) {
		StepVerifier.create(watch(question, 1)).verifyComplete();
	}

}
