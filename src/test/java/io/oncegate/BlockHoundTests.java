package io.oncegate;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * Every test runs under BlockHound, which makes a call that blocks an event loop fail.
 */
class BlockHoundTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void callThatBlocksAnEventLoopFails() {
		StepVerifier.create(blockingCallOn(Schedulers.parallel()))
			.expectError(BlockingOperationError.class)
			.verify(PATIENCE);
	}

	@Test
	void callThatBlocksAThreadMadeForItIsLetBe() {
		StepVerifier.create(blockingCallOn(Schedulers.boundedElastic()))
			.expectNext("done")
			.expectComplete()
			.verify(PATIENCE);
	}

	private static Mono<String> blockingCallOn(Scheduler scheduler) {
		return Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "done";
		}).subscribeOn(scheduler);
	}

}
