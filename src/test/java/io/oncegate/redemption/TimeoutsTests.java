package io.oncegate.redemption;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Nobody waits longer than they may. */
class TimeoutsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void whatTakesTooLongEndsInTheOtherWay() {
		StepVerifier.create(Mono.never().timeout(Duration.ofMillis(1), Mono.just("other"), Timeouts.scheduler()))
			.expectNext("other")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whatIsInTimeIsLeftAlone() {
		StepVerifier.create(Mono.just("work").timeout(PATIENCE, Mono.just("other"), Timeouts.scheduler()))
			.expectNext("work")
			.expectComplete()
			.verify(PATIENCE);
	}

}
