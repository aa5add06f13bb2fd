package io.oncegate.web.http;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** Openings are shed first, and only they. */
class AdmissionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Admission admission = new Admission(new SimpleMeterRegistry());

	private final Sinks.Empty<Void> over = Sinks.empty();

	@BeforeEach
	void asManyOpeningsAsThereMayBe() {
		for (int n = 0; n < 512; n++) {
			filter(Kind.OPENING, this.over.asMono()).subscribe();
		}
	}

	@Test
	void oneMoreOpeningIsRefused() {
		StepVerifier.create(filter(Kind.OPENING, Mono.empty())).expectErrorSatisfies((ex) -> {
			assertThat(((ProblemException) ex).problem()).isEqualTo(Problem.OVERLOADED);
			assertThat(((ProblemException) ex).retryAfter()).isPositive();
		}).verify(PATIENCE);
	}

	@ParameterizedTest
	@EnumSource(names = { "OPENING", "NOTE", "EXPORT" }, mode = EnumSource.Mode.EXCLUDE)
	void bookingsAndChangesAreServed(Kind kind) {
		StepVerifier.create(filter(kind, Mono.empty())).expectComplete().verify(PATIENCE);
	}

	@Test
	void whatFailsAtOnceGivesItsPlaceBack() {
		this.over.tryEmitEmpty();
		for (int n = 0; n < 513; n++) {
			StepVerifier.create(
					this.admission.filter(Routed.exchange(Kind.OPENING, MockServerHttpRequest.get("/")), (exchange) -> {
						throw new IllegalStateException();
					}))
				.expectError(IllegalStateException.class)
				.verify(PATIENCE);
		}
	}

	@Test
	void anOpeningIsServedWhenOthersAreOver() {
		this.over.tryEmitEmpty();
		StepVerifier.create(filter(Kind.OPENING, Mono.empty())).expectComplete().verify(PATIENCE);
	}

	private Mono<Void> filter(Kind kind, Mono<Void> answer) {
		return this.admission.filter(Routed.exchange(kind, MockServerHttpRequest.get("/")), (exchange) -> answer);
	}

}
