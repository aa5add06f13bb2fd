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
		StepVerifier.create(Timeouts.after(Duration.ofMillis(1), Mono.never(), Mono.just("other")))
			.expectNext("other")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whatIsInTimeIsLeftAlone() {
		StepVerifier.create(Timeouts.after(PATIENCE, Mono.just("work"), Mono.just("other")))
			.expectNext("work")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whatIsCancelledTakesItsTimeOutAlong() {
		StepVerifier.create(Timeouts.after(Duration.ofMillis(1), Mono.never(), Mono.error(IllegalStateException::new)))
			.thenCancel()
			.verify(PATIENCE);
	}

}
