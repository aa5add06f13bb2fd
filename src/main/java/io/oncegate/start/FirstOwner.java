package io.oncegate.start;

import java.time.Duration;

import io.oncegate.calendar.ApiKey;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Owners;
import io.oncegate.claim.RedisConnections;
import io.oncegate.embedded.KeptKey;
import io.oncegate.link.TokenHash;
import io.oncegate.setting.StartException;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes sure that there is an owner with an API key.
 * <p>
 * At the first start this is the configured key, the one made by
 * {@code src/ops/secrets.sh}, or one that is generated and printed. From then on the
 * database decides: a configured key replaces the owner's unless it has been their key
 * before, and a generated key is kept only as long as it is their key.
 */
@Component
class FirstOwner {

	private static final Logger logger = LoggerFactory.getLogger(FirstOwner.class);

	private static final int TRIES = 5;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Owners owners;

	private final RedisConnections redis;

	private final @Nullable KeptKey kept;

	private final String apiKey;

	private final String firstKey;

	private final PublicUrl publicUrl;

	private final boolean printsText;

	FirstOwner(Owners owners, RedisConnections redis, ObjectProvider<KeptKey> kept,
			@Value("${oncegate.api-key:}") String apiKey, @Value("${oncegate.first-api-key:}") String firstKey,
			PublicUrl publicUrl, Output output) {
		this.owners = owners;
		this.redis = redis;
		this.kept = kept.getIfAvailable();
		this.apiKey = checked(apiKey);
		this.firstKey = checked(firstKey);
		this.publicUrl = publicUrl;
		this.printsText = output.isText();
	}

	private static String checked(String apiKey) {
		if (!apiKey.isEmpty() && !apiKey.matches("[!-~]{16,200}")) {
			throw new StartException("ONCEGATE_API_KEY must have 16 to 200 visible ASCII characters without spaces."
					+ " Set another one, or remove it to have one generated.", null);
		}
		return apiKey;
	}

	/** Finds or creates the owner. */
	Mono<Ready> ready() {
		return this.owners.first()
			// On a busy machine the first connections may take longer than the timeout.
			.retryWhen(Retry.fixedDelay(TRIES, PAUSE).onRetryExhaustedThrow((tries, last) -> last.failure()))
			.doOnNext((owner) -> this.redis.logAbsenceAtStart())
			.flatMap(this::known)
			// An address of Redis that has never worked may be a wrong one.
			.switchIfEmpty(Mono.fromRunnable(this.redis::requireAtStart)
				.then(Mono.defer(this::added))
				.subscribeOn(Schedulers.boundedElastic()));
	}

	/** Adds the owner; another gateway may do so concurrently. */
	private Mono<Ready> added() {
		String set = !this.apiKey.isEmpty() ? this.apiKey : this.firstKey;
		String key = !set.isEmpty() ? set : generated();
		return this.owners.addFirst(new Owner(Owner.FIRST, name(), Contact.NONE), TokenHash.of(key))
			.map((owner) -> set.isEmpty()
					? new Ready(owner, key, isBuiltIn() ? Place.FILE : Place.OWNER, true, isBuiltIn())
					: new Ready(owner, null, Place.SETTING, true, isBuiltIn()))
			.switchIfEmpty(Mono.defer(this.owners::first).flatMap(this::known));
	}

	private String generated() {
		return (this.kept != null) ? this.kept.readOr(ApiKey::fresh) : printed();
	}

	/** A key of which only the hash is stored has to be shown, and must not be logged. */
	private String printed() {
		if (!this.printsText) {
			throw new StartException("ONCEGATE_API_KEY is not set, and a generated key cannot be shown while the log is"
					+ " structured. Set it to 16 visible ASCII characters or more.", null);
		}
		return ApiKey.fresh();
	}

	/** Invitees see it: the host name is right for any owner. */
	private String name() {
		return isBuiltIn() ? Owner.DEMO : this.publicUrl.host();
	}

	private Mono<Ready> known(Owner owner) {
		return (this.apiKey.isEmpty() ? kept(owner) : set(owner))
			.map((place) -> new Ready(owner, null, place, false, isBuiltIn()));
	}

	/** Applies the configured key, unless it was replaced. */
	private Mono<Place> set(Owner owner) {
		TokenHash key = TokenHash.of(this.apiKey);
		return this.owners.setKey(owner.id(), key)
			.filter((changed) -> changed)
			.doOnNext((changed) -> logger
				.info("The owner's API key is now the one in ONCEGATE_API_KEY;" + " the previous one no longer works"))
			.then(kept(owner))
			.then(this.owners.hasKey(owner.id(), key))
			.map(FirstOwner::place);
	}

	private static Place place(boolean current) {
		if (!current) {
			logger.warn("ONCEGATE_API_KEY is a key that was replaced, and is ignored. Remove it, or, if the newer"
					+ " key is lost, set it to one that has never been used");
		}
		return current ? Place.SETTING : Place.OWNER;
	}

	/** A stored key that is no longer the owner's would be misleading. */
	private Mono<Place> kept(Owner owner) {
		return Mono.justOrEmpty(this.kept)
			.flatMap((kept) -> Mono.fromSupplier(kept::read)
				.subscribeOn(Schedulers.boundedElastic())
				.flatMap(Mono::justOrEmpty)
				.filterWhen((key) -> this.owners.hasKey(owner.id(), TokenHash.of(key)))
				.map((key) -> Place.FILE)
				.switchIfEmpty(Mono.<Place>fromRunnable(() -> kept.forgetIf((key) -> true))
					.subscribeOn(Schedulers.boundedElastic())))
			.defaultIfEmpty(Place.OWNER);
	}

	private boolean isBuiltIn() {
		return this.kept != null;
	}

	/**
	 * The owner.
	 *
	 * @param freshKey their API key, if it has just been generated
	 * @param place where the key can be found from now on
	 * @param first whether this is the first start
	 * @param builtIn whether PostgreSQL is the built-in one
	 */
	record Ready(Owner owner, @Nullable String freshKey, Place place, boolean first, boolean builtIn) {

	}

	/**
	 * Where an API key can be found: in the data directory, in a setting, or only with
	 * its owner.
	 */
	enum Place {

		FILE, SETTING, OWNER

	}

}
