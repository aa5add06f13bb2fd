package io.oncegate.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.bucket4j.TimeMeter;
import io.oncegate.embedded.StartException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Law 8 for a client that keeps trying. */
class RateLimitTests {

	private final AtomicLong now = new AtomicLong();

	private final RateLimit limit = new RateLimit("on", new TimeMeter() {

		@Override
		public long currentTimeNanos() {
			return RateLimitTests.this.now.get();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	});

	@Test
	void aClientThatKeepsTryingIsToldToWait() {
		attempt(this.limit, "/l/token", "192.0.2.1", 600);
		StepVerifier.create(attempt(this.limit, "/l/token", "192.0.2.1")).expectErrorSatisfies((ex) -> {
			ProblemException problem = (ProblemException) ex;
			assertThat(problem.problem()).isEqualTo(Problem.RATE_LIMITED);
			assertThat(problem.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
		}).verify(Duration.ofSeconds(1));
	}

	@Test
	void otherClientsAndReadersAndOwnersAreNotHeldUp() {
		attempt(this.limit, "/api/v1/links/token/redemptions", "192.0.2.1", 600);
		attempt(this.limit, "/api/v1/links/token/redemptions", "192.0.2.2", 1);
		attempt(this.limit, "/api/v1/calendars", "192.0.2.1", 1);
		MockServerWebExchange reading = MockServerWebExchange
			.from(MockServerHttpRequest.get("/l/token").remoteAddress(new InetSocketAddress("192.0.2.1", 1)));
		StepVerifier.create(this.limit.filter(reading, (exchange) -> Mono.empty()))
			.expectComplete()
			.verify(Duration.ofSeconds(1));
	}

	@Test
	void theAddressesOfOneNetworkAreOneClient() {
		attempt(this.limit, "/s/slug", "2001:db8::1", 600);
		StepVerifier.create(attempt(this.limit, "/s/slug", "2001:db8::2"))
			.expectError(ProblemException.class)
			.verify(Duration.ofSeconds(1));
		attempt(this.limit, "/s/slug", "2001:db8:0:1::1", 1);
	}

	@Test
	void pageThatSaysThatItWasOpenedIsNoAttemptButACalendarOfThatNameIs() {
		attempt(this.limit, "/l/token/opened", "192.0.2.1", 1000);
		attempt(this.limit, "/s/opened", "192.0.2.1", 600);
		StepVerifier.create(attempt(this.limit, "/s/opened", "192.0.2.1"))
			.expectError(ProblemException.class)
			.verify(Duration.ofSeconds(1));
	}

	@Test
	void switchedOffItHoldsUpNobody() {
		attempt(new RateLimit("off"), "/l/token", "192.0.2.1", 2000);
	}

	@Test
	void anotherSettingIsRefused() {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> new RateLimit("maybe"))
			.withMessageContaining("ONCEGATE_RATE_LIMIT");
	}

	private static void attempt(RateLimit limit, String path, String client, int times) {
		for (int n = 0; n < times; n++) {
			StepVerifier.create(attempt(limit, path, client)).expectComplete().verify(Duration.ofSeconds(1));
		}
	}

	private static Mono<Void> attempt(RateLimit limit, String path, String client) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post(path).remoteAddress(new InetSocketAddress(client, 1)));
		return limit.filter(exchange, (allowed) -> Mono.empty());
	}

}
