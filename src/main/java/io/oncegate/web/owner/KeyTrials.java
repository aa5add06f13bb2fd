package io.oncegate.web.owner;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Owners;
import io.oncegate.link.TokenHash;
import io.oncegate.web.http.Allowance;
import io.oncegate.web.http.Clients;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.RateLimit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Finds owners by their API keys, and limits how often a wrong key may be tried.
 * <p>
 * Only wrong keys count, 60 a minute for each client. A client beyond this limit is told
 * to wait if its key is wrong; a right key still works, because others may share the
 * address. PostgreSQL is always asked for keys that have been right before; for all other
 * keys of such clients together, at most ten times a second.
 */
@Component
public class KeyTrials {

	private static final int OF_A_CLIENT = 60;

	private static final int OF_ALL_THAT_GUESS = 600;

	private static final int KEYS = 10_000;

	private final Owners owners;

	private final Clients clients;

	private final boolean on;

	private final Allowance trials = Allowance.aMinute(OF_A_CLIENT, TimeMeter.SYSTEM_NANOTIME);

	private final Allowance guesses = Allowance.aMinute(OF_ALL_THAT_GUESS, TimeMeter.SYSTEM_NANOTIME);

	/**
	 * Keys that were right, and so are worth asking for. PostgreSQL decides each time
	 * whether they still are.
	 */
	private final Cache<TokenHash, Boolean> right = Caffeine.newBuilder().maximumSize(KEYS).build();

	KeyTrials(Owners owners, Clients clients, @Value("${oncegate.rate-limit:on}") String rateLimit) {
		this.owners = owners;
		this.clients = clients;
		this.on = RateLimit.isOn(rateLimit);
	}

	/** Returns the owner with an API key, if there is one. */
	public Mono<Owner> owner(ServerRequest request, TokenHash key) {
		return (!this.on || this.right.getIfPresent(key) != null)
				? this.owners.findByApiKey(key)
					.switchIfEmpty(Mono.<Owner>empty().doOnSubscribe((asked) -> this.right.invalidate(key)))
				: trial(this.clients.of(request.exchange().getRequest()), key);
	}

	private Mono<Owner> trial(String client, TokenHash key) {
		Duration wait = this.trials.use(client);
		if (wait != null && this.guesses.use("") != null) {
			return refused(wait);
		}
		return this.owners.findByApiKey(key)
			.doOnNext((owner) -> remember(client, key, wait))
			.switchIfEmpty((wait != null) ? refused(wait) : Mono.empty());
	}

	private void remember(String client, TokenHash key, @Nullable Duration wait) {
		this.right.put(key, true);
		if (wait == null) {
			this.trials.giveBack(client);
		}
	}

	private static Mono<Owner> refused(Duration wait) {
		return Mono.error(() -> ProblemException.retry(Problem.RATE_LIMITED, wait));
	}

}
