package io.oncegate.web.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;

import io.github.bucket4j.TimeMeter;
import io.oncegate.setting.StartException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Law 8 for a client that keeps trying. */
class RateLimitTests {

	private static final Clients CLIENTS = new Clients("", "none");

	private final AtomicLong now = new AtomicLong();

	private final RateLimit limit = new RateLimit("on", CLIENTS, new TimeMeter() {

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
		attempt(this.limit, "192.0.2.1", 600);
		StepVerifier.create(attempt(this.limit, "192.0.2.1")).expectErrorSatisfies((ex) -> {
			ProblemException problem = (ProblemException) ex;
			assertThat(problem.problem()).isEqualTo(Problem.RATE_LIMITED);
			assertThat(problem.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
		}).verify(Duration.ofSeconds(1));
	}

	@Test
	void otherClientsAndReadersAndOwnersAreNotHeldUp() {
		attempt(this.limit, "192.0.2.1", 600);
		attempt(this.limit, "192.0.2.2", 1);
		for (Kind other : EnumSet.complementOf(EnumSet.of(Kind.ATTEMPT))) {
			StepVerifier.create(send(this.limit, other, "192.0.2.1")).expectComplete().verify(Duration.ofSeconds(1));
		}
	}

	@Test
	void theAddressesOfOneNetworkAreOneClient() {
		attempt(this.limit, "2001:db8::1", 600);
		StepVerifier.create(attempt(this.limit, "2001:db8::2"))
			.expectError(ProblemException.class)
			.verify(Duration.ofSeconds(1));
		attempt(this.limit, "2001:db8:0:1::1", 1);
	}

	@Test
	void switchedOffItHoldsUpNobody() {
		attempt(new RateLimit("off", CLIENTS), "192.0.2.1", 2000);
	}

	@Test
	void anotherSettingIsRefused() {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> new RateLimit("maybe", CLIENTS))
			.withMessageContaining("ONCEGATE_RATE_LIMIT");
	}

	private static void attempt(RateLimit limit, String client, int times) {
		for (int n = 0; n < times; n++) {
			StepVerifier.create(attempt(limit, client)).expectComplete().verify(Duration.ofSeconds(1));
		}
	}

	private static Mono<Void> attempt(RateLimit limit, String client) {
		return send(limit, Kind.ATTEMPT, client);
	}

	private static Mono<Void> send(RateLimit limit, Kind kind, String client) {
		return limit.filter(
				Routed.exchange(kind, MockServerHttpRequest.post("/").remoteAddress(new InetSocketAddress(client, 1))),
				(allowed) -> Mono.empty());
	}

}
