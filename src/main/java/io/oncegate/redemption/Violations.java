package io.oncegate.redemption;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The violations of the laws found since the start, each once, except
 * {@linkplain LostConfirmations lost confirmations}. There should never be one.
 */
@Component
class Violations {

	private static final Logger logger = LoggerFactory.getLogger(Violations.class);

	/** Far more than anyone can examine. */
	private static final int LIMIT = 1000;

	private final Map<Law, Set<UUID>> found = new EnumMap<>(Law.class);

	Violations(Meters meters) {
		for (Law law : EnumSet.complementOf(EnumSet.of(Law.CONFIRMATION_DURABLE))) {
			Set<UUID> ids = ConcurrentHashMap.newKeySet();
			this.found.put(law, ids);
			meters.gauge(Measure.INVARIANT_VIOLATIONS, law, ids, Set::size);
		}
	}

	/**
	 * Reports a violation.
	 * @param id of the link or the booking
	 */
	void report(Law law, UUID id) {
		Set<UUID> ids = this.found.get(law);
		if (ids != null && ids.size() < LIMIT && ids.add(id)) {
			logger.error("Law {} is violated by {}. Look up this link or booking in PostgreSQL.", law, id);
		}
	}

}
