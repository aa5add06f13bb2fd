package io.oncegate.redemption;

import io.micrometer.core.instrument.Counter;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Looks up links in PostgreSQL that Redis does not know, and counts which store knew
 * them.
 */
@Component
class LinkLookups {

	private final Links links;

	private final LookupLimit limit;

	private final Counter byRedis;

	private final Counter byPostgres;

	private final Counter byNobody;

	LinkLookups(Links links, LookupLimit limit, Meters meters) {
		this.links = links;
		this.limit = limit;
		this.byRedis = meters.counter(Measure.LINK_LOOKUPS, Knower.REDIS);
		this.byPostgres = meters.counter(Measure.LINK_LOOKUPS, Knower.POSTGRES);
		this.byNobody = meters.counter(Measure.LINK_LOOKUPS, Knower.NOBODY);
	}

	/** Records that Redis knew a link. */
	void knownToRedis() {
		this.byRedis.increment();
	}

	/** Finds a link in PostgreSQL, archived or not, when its turn comes. */
	Mono<OneTimeLink> find(TokenHash link) {
		return this.limit
			.lookup(this.links.findByHash(link).switchIfEmpty(Mono.defer(() -> this.links.findArchived(link))))
			.doOnSuccess((found) -> ((found != null) ? this.byPostgres : this.byNobody).increment());
	}

	private enum Knower {

		REDIS, POSTGRES, NOBODY

	}

}
