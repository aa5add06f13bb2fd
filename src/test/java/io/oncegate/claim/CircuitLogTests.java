package io.oncegate.claim;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What is logged of the circuit in front of Redis. */
@ExtendWith(OutputCaptureExtension.class)
class CircuitLogTests {

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final CircuitLog log = new CircuitLog(this.clock);

	@Test
	void aCircuitThatFlapsIsLoggedOnce(CapturedOutput output) {
		for (int n = 0; n < 7; n++) {
			happens(StateTransition.CLOSED_TO_OPEN);
			this.clock.advanceTimeBy(CircuitLog.SETTLED.dividedBy(2));
			happens(StateTransition.OPEN_TO_HALF_OPEN);
			happens(StateTransition.HALF_OPEN_TO_CLOSED);
			this.clock.advanceTimeBy(CircuitLog.SETTLED.dividedBy(2));
		}
		assertThat(output.getOut().split("Redis is not responding", -1)).hasSize(2);
		assertThat(output).doesNotContain("responding again");
		this.clock.advanceTimeBy(CircuitLog.SETTLED);
		assertThat(output.getOut().split("Redis is responding again", -1)).hasSize(2);
	}

	@Test
	void itIsLoggedEachTimeThatRedisGoesAway(CapturedOutput output) {
		for (int n = 0; n < 2; n++) {
			happens(StateTransition.CLOSED_TO_OPEN);
			happens(StateTransition.HALF_OPEN_TO_CLOSED);
			this.clock.advanceTimeBy(CircuitLog.SETTLED);
		}
		assertThat(output.getOut().split("Redis is not responding", -1)).hasSize(3);
		assertThat(output.getOut().split("Redis is responding again", -1)).hasSize(3);
	}

	private void happens(StateTransition transition) {
		this.log.log(new CircuitBreakerOnStateTransitionEvent("redis", transition));
	}

}
