package io.oncegate.redemption;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.oncegate.booking.OverloadedException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/** Work waits for its turn, in order, and not without end. */
class WaitingLineTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final WaitingLine line = new WaitingLine(1);

	private final Sinks.One<String> first = Sinks.one();

	@Test
	void workWaitsForTheWorkBeforeIt() {
		CompletableFuture<String> before = this.line.run(this.first.asMono()).toFuture();
		CompletableFuture<String> after = this.line.run(Mono.just("second")).toFuture();
		assertThat(after).isNotDone();
		assertThat(this.line.waiting()).isOne();
		this.first.tryEmitValue("first");
		assertThat(before).isCompletedWithValue("first");
		assertThat(after).succeedsWithin(PATIENCE).isEqualTo("second");
	}

	@Test
	void aFullLineRefusesAtOnce() {
		this.line.run(this.first.asMono()).toFuture();
		for (int waiting = 0; waiting < 1024; waiting++) {
			this.line.run(Mono.just("waits")).toFuture();
		}
		assertThat(this.line.waiting()).isEqualTo(1024);
		assertThat(this.line.run(Mono.just("too many")).toFuture()).isCompletedExceptionally();
	}

	@Test
	void whoeverWaitsTooLongIsRefused() {
		this.line.run(this.first.asMono()).toFuture();
		StepVerifier.create(this.line.run(Mono.just("never"))).expectError(OverloadedException.class).verify(PATIENCE);
	}

	@Test
	void workThatFailsOrIsCancelledGivesItsTurnBack() {
		StepVerifier.create(this.line.run(Mono.error(new IllegalStateException())))
			.expectError(IllegalStateException.class)
			.verify(PATIENCE);
		this.line.run(Mono.never()).toFuture().cancel(true);
		assertThat(this.line.run(Mono.just("next")).toFuture()).succeedsWithin(PATIENCE).isEqualTo("next");
	}

}
