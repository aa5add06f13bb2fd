package io.oncegate;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Owners;
import io.oncegate.embedded.DataDirectory;
import io.oncegate.embedded.StartException;
import io.oncegate.link.TokenHash;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Sees to it that there is an owner with an API key: the one that is set, or one that is
 * generated once and kept, in the data directory or, with an external PostgreSQL, as a
 * hash only.
 */
@Component
class FirstOwner {

	private static final int TRIES = 5;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Owners owners;

	private final ObjectProvider<DataDirectory> data;

	private final String apiKey;

	private final boolean externalPostgres;

	private final boolean printsText;

	FirstOwner(Owners owners, ObjectProvider<DataDirectory> data, @Value("${oncegate.api-key:}") String apiKey,
			@Value("${spring.r2dbc.url:}") String postgres, Output output) {
		this.owners = owners;
		this.data = data;
		this.apiKey = checked(apiKey);
		this.externalPostgres = StringUtils.hasText(postgres);
		this.printsText = output.isText();
	}

	private static String checked(String apiKey) {
		if (!apiKey.isEmpty() && !apiKey.matches("[!-~]{16,200}")) {
			throw new StartException("ONCEGATE_API_KEY must have 16 to 200 visible ASCII characters without spaces."
					+ " Set another one, or leave it out to have one generated.", null);
		}
		return apiKey;
	}

	/**
	 * Makes the owner, or sets their key; empty if the owner has a key that only they
	 * know.
	 */
	Mono<Ready> ready() {
		return this.owners.any()
			// On a busy machine the first connections may take longer than may be
			// waited for.
			.retryWhen(Retry.fixedDelay(TRIES, PAUSE).onRetryExhaustedThrow((tries, last) -> last.failure()))
			.flatMap((known) -> Mono.justOrEmpty(key(known))
				.flatMap((key) -> this.owners.first("Demo Owner", TokenHash.of(key))
					.map((owner) -> new Ready(owner, this.apiKey.isEmpty() ? key : null, !known,
							!this.externalPostgres))));
	}

	private @Nullable String key(boolean known) {
		if (!this.apiKey.isEmpty()) {
			return this.apiKey;
		}
		if (this.externalPostgres) {
			return known ? null : printed();
		}
		return this.data.getObject().secret("api-key", FirstOwner::fresh);
	}

	/** A key that is kept as a hash has to be shown, and a log must not hold it. */
	private String printed() {
		if (!this.printsText) {
			throw new StartException("ONCEGATE_API_KEY is not set, and a generated key cannot be shown while the log is"
					+ " structured. Set it to 16 visible ASCII characters or more.", null);
		}
		return fresh();
	}

	private static String fresh() {
		byte[] key = new byte[24];
		new SecureRandom().nextBytes(key);
		return "og_" + Base64.getUrlEncoder().encodeToString(key);
	}

	/**
	 * The owner.
	 *
	 * @param generatedKey their API key, if it was generated
	 * @param first whether this is the first start
	 * @param builtIn whether PostgreSQL is the built-in one
	 */
	record Ready(Owner owner, @Nullable String generatedKey, boolean first, boolean builtIn) {

	}

}
