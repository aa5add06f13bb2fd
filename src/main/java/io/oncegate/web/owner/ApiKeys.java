package io.oncegate.web.owner;

import java.io.UncheckedIOException;
import java.time.Duration;

import io.oncegate.calendar.ApiKey;
import io.oncegate.calendar.Owners;
import io.oncegate.embedded.KeptKey;
import io.oncegate.link.TokenHash;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Replaces owners' API keys. */
@Component
public class ApiKeys {

	/** How long a replaced key may stay valid. */
	public static final Duration LONGEST_GRACE = Duration.ofDays(1);

	private final Owners owners;

	private final @Nullable KeptKey kept;

	ApiKeys(Owners owners, ObjectProvider<KeptKey> kept) {
		this.owners = owners;
		this.kept = kept.getIfAvailable();
	}

	/**
	 * Replaces a key, or fails with a problem if it was replaced before: of two
	 * simultaneous requests with the same key, only one gets a new key.
	 * @param key the key of the request
	 * @param grace how long it stays valid
	 * @return the new key, of which only a hash is stored
	 */
	public Mono<String> replace(TokenHash key, Duration grace) {
		return Mono.fromSupplier(ApiKey::fresh)
			.filterWhen((fresh) -> this.owners.replaceKey(key, TokenHash.of(fresh), grace))
			.switchIfEmpty(Mono.error(() -> ProblemException.of(Problem.CONFLICT,
					"This API key was replaced by a newer one. Use the newer one.")))
			.delayUntil((fresh) -> forget(key));
	}

	/**
	 * Deletes the file that keeps the replaced key, which would mislead whoever finds it.
	 * If that fails, the next start deletes it.
	 */
	private Mono<Void> forget(TokenHash replaced) {
		return Mono.justOrEmpty(this.kept)
			.flatMap((kept) -> Mono.<Void>fromRunnable(() -> kept.forgetIf((key) -> TokenHash.of(key).equals(replaced)))
				.subscribeOn(Schedulers.boundedElastic()))
			.onErrorComplete(UncheckedIOException.class);
	}

}
