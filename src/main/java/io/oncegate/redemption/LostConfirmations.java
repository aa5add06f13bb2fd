package io.oncegate.redemption;

import java.time.Duration;
import java.util.UUID;

import io.oncegate.booking.LostBookings;
import io.oncegate.link.LinkEndings.Ending;
import io.oncegate.link.Links;
import io.oncegate.setting.StartException;
import io.oncegate.telemetry.Background;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What becomes of a confirmation whose booking is lost, which law 2 excludes as long as
 * PostgreSQL keeps what it has acknowledged: it is recorded once for all gateways, and
 * its link is given back or revoked.
 */
@Component
class LostConfirmations extends Background {

	private static final Logger logger = LoggerFactory.getLogger(LostConfirmations.class);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final LostBookings bookings;

	private final Links links;

	private final boolean givesBack;

	private volatile long count;

	LostConfirmations(LostBookings bookings, Links links, Meters meters,
			@Value("${oncegate.lost-bookings:give-back}") String setting) {
		this.bookings = bookings;
		this.links = links;
		this.givesBack = isGivenBack(setting);
		meters.gauge(Measure.INVARIANT_VIOLATIONS, Law.CONFIRMATION_DURABLE, this, (lost) -> lost.count);
	}

	private static boolean isGivenBack(String setting) {
		return switch (setting) {
			case "give-back" -> true;
			case "keep" -> false;
			default ->
				throw new StartException("ONCEGATE_LOST_BOOKINGS must be give-back or keep: whether the link of a"
						+ " booking that PostgreSQL has lost can be used again.", null);
		};
	}

	/**
	 * Records that the booking of a link is lost. A link that is kept is revoked before:
	 * whatever fails, it does not work again.
	 */
	Mono<Void> found(UUID bookingId, Ending link) {
		Mono<?> kept = (link.bookingId() != null || this.givesBack) ? Mono.empty()
				: this.links.revoke(link.ownerId(), link.id());
		return kept.then(this.bookings.add(bookingId, link.ownerId(), link.id()))
			.filter((fresh) -> fresh)
			.doOnNext((fresh) -> logger.error(
					"Booking {} of link {} was confirmed and is lost. The console says whom to tell.", bookingId,
					link.id()))
			.then(recount());
	}

	private Mono<Void> recount() {
		return this.bookings.count().doOnNext((now) -> this.count = now).then();
	}

	@Override
	protected Mono<Void> work() {
		return recount().onErrorComplete().then(Mono.defer(() -> Mono.delay(PAUSE))).repeat().then();
	}

}
