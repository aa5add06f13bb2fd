package io.oncegate.web;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** Openings are shed first, and only they. */
class AdmissionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Admission admission = new Admission(new SimpleMeterRegistry());

	private final Sinks.Empty<Void> over = Sinks.empty();

	@BeforeEach
	void asManyOpeningsAsThereMayBe() {
		for (int n = 0; n < 512; n++) {
			filter(MockServerHttpRequest.get("/l/token").build(), this.over.asMono()).subscribe();
		}
	}

	@Test
	void oneMoreOpeningIsRefused() {
		StepVerifier.create(filter(MockServerHttpRequest.get("/l/token").build(), Mono.empty()))
			.expectErrorSatisfies((ex) -> {
				assertThat(((ProblemException) ex).problem()).isEqualTo(Problem.OVERLOADED);
				assertThat(((ProblemException) ex).retryAfter()).isPositive();
			})
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/readiness", "/actuator/prometheus" })
	void healthAndMetricsAreServed(String path) {
		StepVerifier.create(filter(MockServerHttpRequest.get(path).build(), Mono.empty()))
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/l/token", "/api/v1/links/token/redemptions", "/api/v1/calendars" })
	void bookingsAndChangesAreServed(String path) {
		StepVerifier.create(filter(MockServerHttpRequest.post(path).build(), Mono.empty()))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whatFailsAtOnceGivesItsPlaceBack() {
		this.over.tryEmitEmpty();
		for (int n = 0; n < 513; n++) {
			StepVerifier.create(this.admission
				.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/l/token").build()), (exchange) -> {
					throw new IllegalStateException();
				})).expectError(IllegalStateException.class).verify(PATIENCE);
		}
	}

	@Test
	void anOpeningIsServedWhenOthersAreOver() {
		this.over.tryEmitEmpty();
		StepVerifier.create(filter(MockServerHttpRequest.get("/l/token").build(), Mono.empty()))
			.expectComplete()
			.verify(PATIENCE);
	}

	private Mono<Void> filter(MockServerHttpRequest request, Mono<Void> answer) {
		return this.admission.filter(MockServerWebExchange.from(request), (exchange) -> answer);
	}

}
