package io.oncegate.web.http;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/** A request is told by the same tags, whether it is traced or only timed. */
class ObservedRequestsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			GET   | /l/{token} | 200  | none                            | COMPLETES
			GET   | /l/{token} | 410  | java.lang.IllegalStateException | COMPLETES
			POST  | /l/{token} | 503  | java.io.IOException             | COMPLETES
			HEAD  | none       | 404  | none                            | COMPLETES
			QUERY | /l/{token} | 405  | none                            | COMPLETES
			GET   | /assets/** | 304  | none                            | COMPLETES
			GET   | none       | none | none                            | COMPLETES
			POST  | /l/{token} | 299  | none                            | COMPLETES
			POST  | /l/{token} | 201  | none                            | LEAVES
			GET   | none       | none | none                            | LEAVES
			GET   | /l/{token} | 200  | none                            | HAS_LEFT
			GET   | /l/{token} | 500  | java.lang.IllegalStateException | HAS_LEFT
			GET   | /l/{token} | 500  | java.lang.IllegalStateException | FAILS
			GET   | /l/{token} | 200  | none                            | FAILS
			""")
	void tagsAreTheSameWithAndWithoutATrace(String method, @Nullable String pattern, @Nullable Integer status,
			@Nullable Class<? extends Throwable> fault, Ending ending) {
		Sent sent = new Sent(method, pattern, status, fault, ending);
		assertThat(sent.tags(true)).hasSize(6).isEqualTo(sent.tags(false));
	}

	/** How the answer to a request ends. */
	enum Ending {

		COMPLETES, FAILS, LEAVES, HAS_LEFT

	}

	private record Sent(String method, @Nullable String pattern, @Nullable Integer status,
			@Nullable Class<? extends Throwable> fault, Ending ending) {

		List<Tag> tags(boolean traced) {
			SimpleMeterRegistry meters = new SimpleMeterRegistry();
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			StaticListableBeanFactory beans = new StaticListableBeanFactory();
			if (traced) {
				beans.addBean("tracer", Tracer.NOOP);
			}
			ObservedRequests observed = new ObservedRequests(new Observed(), meters, observations,
					beans.getBeanProvider(Tracer.class));
			MockServerWebExchange exchange = MockServerWebExchange
				.from(MockServerHttpRequest.method(HttpMethod.valueOf(this.method), "/somewhere"));
			new Route(this.pattern, Audience.PEOPLE, Kind.OPENING, (request) -> Mono.empty()).attachTo(exchange);
			StepVerifier.FirstStep<Void> answer = StepVerifier
				.create(observed.observe(exchange, Mono.defer(() -> answer(exchange))));
			if (this.ending == Ending.LEAVES) {
				answer.thenCancel().verify(PATIENCE);
			}
			else if (this.ending == Ending.FAILS) {
				answer.expectError().verify(PATIENCE);
			}
			else {
				answer.expectComplete().verify(PATIENCE);
			}
			return meters.get("http.server.requests").timer().getId().getTags();
		}

		private Mono<Void> answer(ServerWebExchange exchange) {
			if (this.status != null) {
				exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(this.status));
			}
			if (this.fault != null) {
				Observed.failed(exchange, fresh(this.fault));
			}
			return switch (this.ending) {
				case COMPLETES -> Mono.empty();
				case FAILS -> Mono.error(new IllegalArgumentException());
				case LEAVES -> Mono.never();
				case HAS_LEFT -> {
					Observed.left(exchange);
					yield Mono.empty();
				}
			};
		}

		private static Throwable fresh(Class<? extends Throwable> fault) {
			try {
				return fault.getConstructor().newInstance();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

	}

}
