package io.oncegate.web.http;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.oncegate.setting.StartException;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Limits attempts ({@link Kind#ATTEMPT}) to 600 a minute for each client on each gateway.
 * That serves a company behind one address, and stops a program that guesses.
 * {@code ONCEGATE_RATE_LIMIT=off} turns it off for load tests.
 */
public class RateLimit implements WebFilter {

	private static final int ATTEMPTS = 600;

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private static final int CLIENTS = 100_000;

	private final boolean on;

	private final Clients clients;

	private final LoadingCache<String, Bucket> buckets;

	public RateLimit(String setting, Clients clients) {
		this(setting, clients, TimeMeter.SYSTEM_NANOTIME);
	}

	public RateLimit(String setting, Clients clients, TimeMeter time) {
		this.clients = clients;
		this.on = isOn(setting);
		this.buckets = Caffeine.newBuilder()
			.maximumSize(CLIENTS)
			.expireAfterAccess(PERIOD)
			.build((client) -> Bucket.builder()
				.withCustomTimePrecision(time)
				.addLimit((limit) -> limit.capacity(ATTEMPTS).refillGreedy(ATTEMPTS, PERIOD))
				.build());
	}

	public static boolean isOn(String setting) {
		return switch (setting) {
			case "on", "true" -> true;
			case "off", "false" -> false;
			default -> throw new StartException("ONCEGATE_RATE_LIMIT is '" + setting + "'. Set it to on or off.", null);
		};
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!this.on || Route.of(exchange).kind() != Kind.ATTEMPT) {
			return chain.filter(exchange);
		}
		ConsumptionProbe probe = this.buckets.get(this.clients.of(exchange.getRequest()))
			.tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? chain.filter(exchange) : Mono.error(ProblemException.retry(Problem.RATE_LIMITED,
				Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1)));
	}

}
