package io.oncegate.web;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

/** What a client that leaves does to its request: nothing. */
class VanishingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Sinks.Empty<Void> answer = Sinks.empty();

	@Test
	void aRequestWhoseClientLeavesIsServedToItsEnd() {
		PublisherProbe<Void> served = PublisherProbe.of(this.answer.asMono());
		filter(served.mono()).subscribe().dispose();
		served.assertWasSubscribed();
		served.assertWasNotCancelled();
	}

	@Test
	void answerAndFaultAreHandedOn() {
		StepVerifier.create(filter(Mono.empty())).expectComplete().verify(PATIENCE);
		StepVerifier.create(filter(Mono.error(ProblemException.of(Problem.NOT_FOUND))))
			.expectError(ProblemException.class)
			.verify(PATIENCE);
	}

	@Test
	void whatIsKnownOfTheRequestIsKnownWithin() {
		Mono<Void> work = Mono.deferContextual((context) -> context.hasKey("trace") ? Mono.empty() : Mono.never());
		StepVerifier.create(filter(work).contextWrite((context) -> context.put("trace", "1")))
			.expectComplete()
			.verify(PATIENCE);
	}

	private static Mono<Void> filter(Mono<Void> work) {
		return new Admission(new SimpleMeterRegistry())
			.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/")), (exchange) -> work);
	}

}
