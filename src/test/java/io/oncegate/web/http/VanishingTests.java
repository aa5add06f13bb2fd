package io.oncegate.web.http;

import java.net.URI;
import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

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

	@Test
	void aClientThatLeavesWhileItIsAnsweredIsNoFault() {
		EmbeddedChannel channel = new EmbeddedChannel();
		IllegalStateException fault = new IllegalStateException();
		MockServerHttpResponse response = new MockServerHttpResponse();
		StepVerifier.create(handle(fault, channel, response)).expectComplete().verify(PATIENCE);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		channel.close();
		StepVerifier.create(handle(fault, channel, new MockServerHttpResponse()))
			.expectErrorMatches(fault::equals)
			.verify(PATIENCE);
	}

	private static Mono<Void> handle(Exception fault, Channel channel, ServerHttpResponse response) {
		return ErrorHandlerTests.handler()
			.handle(ErrorHandlerTests.sentBySpring(MockServerWebExchange.from(MockServerHttpRequest.get("/"))
				.mutate()
				.request(new ReceivedOn(channel))
				.response(response)
				.build()), fault);
	}

	private static Mono<Void> filter(Mono<Void> work) {
		return new Admission(new SimpleMeterRegistry())
			.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/")), (exchange) -> work);
	}

	/** A request of the API that came on a channel of Netty. */
	private static final class ReceivedOn extends AbstractServerHttpRequest {

		private final Channel channel;

		ReceivedOn(Channel channel) {
			super(HttpMethod.GET, URI.create("/api/"), null, new HttpHeaders());
			this.channel = channel;
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> T getNativeRequest() {
			return (T) Connection.from(this.channel);
		}

		@Override
		protected MultiValueMap<String, HttpCookie> initCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		protected @Nullable SslInfo initSslInfo() {
			return null;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.empty();
		}

	}

}
