package io.oncegate.web.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.OutcomeUnknownException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

/** Nobody waits for an answer without end, or is told what is not known. */
class RequestLimitsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void aBookingThatTakesTooLongIsUnknown() {
		StepVerifier.withVirtualTime(() -> unanswered(Kind.ATTEMPT))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(18))
			.thenAwait(Duration.ofSeconds(2))
			.expectError(OutcomeUnknownException.class)
			.verify(PATIENCE);
	}

	@Test
	void aPageThatTakesTooLongIsGivenUp() {
		StepVerifier.withVirtualTime(() -> unanswered(Kind.OPENING))
			.expectSubscription()
			.thenAwait(Duration.ofSeconds(5))
			.expectError(TimeoutException.class)
			.verify(PATIENCE);
	}

	private static Mono<Void> unanswered(Kind kind) {
		return new RequestLimits(Schedulers.parallel()).filter(Routed.exchange(kind, MockServerHttpRequest.post("/")),
				(exchange) -> Mono.never());
	}

}
