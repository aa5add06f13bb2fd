package io.oncegate.redemption;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Invitee;
import io.oncegate.booking.OverloadedException;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.claim.Claims;
import io.oncegate.link.LinkStatus;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Laws 1 and 5, with hundreds who want the same at once. */
@GatewayTest
class RaceTests {

	private static final int RACERS = 300;

	private static final int ROUNDS = 100;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Retry AGAIN = Retry.fixedDelay(20, Duration.ofMillis(100))
		.filter((fault) -> fault instanceof OverloadedException || fault instanceof TimeoutException);

	@Autowired
	private Owners owners;

	@Autowired
	private Redemptions redemptions;

	@Autowired
	private Claims claims;

	@Autowired
	private DatabaseClient database;

	@Test
	void ofManyRacersOnOneLinkExactlyOneBooks() {
		Calendar calendar = this.owners.calendar(5, 1000);
		for (int round = 0; round < ROUNDS; round++) {
			IssuedLink link = this.owners.link(calendar);
			List<RedemptionOutcome> outcomes = race(
					(racer) -> this.redemptions.redeem(link.token(), request(calendar, racer % 200, racer)));
			assertThat(outcomes).filteredOn(Redeemed.class::isInstance).hasSize(1);
			assertThat(outcomes).filteredOn(Refused.class::isInstance)
				.extracting((outcome) -> ((Refused) outcome).reason())
				.isSubsetOf(Reason.LINK_CLAIMED, Reason.LINK_REDEEMED)
				.hasSize(RACERS - 1);
			assertThat(bookings("link_id = '" + link.link().id() + "'")).isOne();
		}
	}

	@Test
	void ofManyLinksForOneSeatExactlyOneBooksAndTheOthersStayGood() {
		Calendar calendar = this.owners.calendar(30, 1);
		List<IssuedLink> links = IntStream.range(0, RACERS).mapToObj((n) -> this.owners.link(calendar)).toList();
		List<RedemptionOutcome> outcomes = race(
				(racer) -> this.redemptions.redeem(links.get(racer).token(), request(calendar, 3, racer)));
		assertThat(outcomes).filteredOn(Redeemed.class::isInstance).hasSize(1);
		assertThat(outcomes).filteredOn(Refused.class::isInstance)
			.extracting((outcome) -> ((Refused) outcome).reason())
			.containsOnly(Reason.SLOT_TAKEN)
			.hasSize(RACERS - 1);
		assertThat(bookings("calendar_id = '" + calendar.id() + "'")).isOne();
		assertThat(links).extracting((link) -> status(link)).containsOnlyOnce(LinkStatus.REDEEMED);
		assertThat(links).filteredOn((link) -> status(link) == LinkStatus.ACTIVE).hasSize(RACERS - 1);
		IssuedLink good = links.stream().filter((link) -> status(link) == LinkStatus.ACTIVE).findFirst().orElseThrow();
		assertThat(this.redemptions.redeem(good.token(), request(calendar, 4, 0)).block(PATIENCE))
			.isInstanceOf(Redeemed.class);
	}

	@Test
	void everySeatOfATimeIsBookedAndNoneTwice() {
		Calendar calendar = this.owners.calendar(30, 100);
		List<RedemptionOutcome> outcomes = race(
				(racer) -> this.redemptions.book(calendar.id(), calendar.slug(), request(calendar, 5, racer)));
		assertThat(outcomes).filteredOn(Redeemed.class::isInstance).hasSize(100);
		assertThat(bookings("calendar_id = '" + calendar.id() + "'")).isEqualTo(100);
	}

	@Test
	void oneKeyOnAPermanentLinkBooksOnce() {
		Calendar calendar = this.owners.calendar(30, 100);
		BookingRequest request = BookingRequest.of(Owners.time(calendar, 6),
				new Invitee("Ada", "ada@example.com", null, null), "one-key");
		List<RedemptionOutcome> outcomes = race(
				(racer) -> this.redemptions.book(calendar.id(), calendar.slug(), request));
		assertThat(outcomes).allMatch(Redeemed.class::isInstance);
		assertThat(outcomes).extracting((outcome) -> ((Redeemed) outcome).booking().id())
			.containsOnly(((Redeemed) outcomes.get(0)).booking().id());
		assertThat(outcomes).filteredOn((outcome) -> !((Redeemed) outcome).replayed()).hasSize(1);
	}

	/** Whoever is refused for now comes again, as a client would. */
	private static List<RedemptionOutcome> race(IntFunction<Mono<RedemptionOutcome>> racer) {
		return Flux.range(0, RACERS)
			.flatMap((n) -> racer.apply(n).subscribeOn(Schedulers.parallel()).retryWhen(AGAIN), RACERS)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static BookingRequest request(Calendar calendar, int time, int racer) {
		return BookingRequest.of(Owners.time(calendar, time),
				new Invitee("Racer " + racer, "racer" + racer + "@example.com", null, null), null);
	}

	private LinkStatus status(IssuedLink link) {
		return this.claims.resolve(link.token().hash()).blockOptional(PATIENCE).orElseThrow().status();
	}

	private long bookings(String where) {
		return this.database.sql("select count(*) from booking where status = 'confirmed' and " + where)
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
