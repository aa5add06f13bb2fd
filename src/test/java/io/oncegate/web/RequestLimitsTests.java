package io.oncegate.web;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.oncegate.booking.OutcomeUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** Nobody waits for an answer without end, or is told what is not known. */
class RequestLimitsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@ParameterizedTest
	@ValueSource(strings = { "/l/token", "/api/v1/links/token/redemptions", "/api/v1/public/calendars/id/bookings" })
	void aBookingThatTakesTooLongIsUnknown(String path) {
		StepVerifier.withVirtualTime(() -> unanswered(MockServerHttpRequest.post(path).build()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(18))
			.thenAwait(Duration.ofSeconds(2))
			.expectError(OutcomeUnknownException.class)
			.verify(PATIENCE);
	}

	@Test
	void aPageThatTakesTooLongIsGivenUp() {
		StepVerifier.withVirtualTime(() -> unanswered(MockServerHttpRequest.get("/l/token").build()))
			.expectSubscription()
			.thenAwait(Duration.ofSeconds(5))
			.expectError(TimeoutException.class)
			.verify(PATIENCE);
	}

	private static Mono<Void> unanswered(MockServerHttpRequest request) {
		return new RequestLimits(Schedulers.parallel()).filter(MockServerWebExchange.from(request),
				(exchange) -> Mono.never());
	}

}
