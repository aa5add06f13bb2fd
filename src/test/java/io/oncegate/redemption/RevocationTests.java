package io.oncegate.redemption;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.Invitee;
import io.oncegate.booking.OverloadedException;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaigns;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.campaign.IssuedRow;
import io.oncegate.campaign.OneTimeLinks;
import io.oncegate.campaign.Row;
import io.oncegate.campaign.Upload;
import io.oncegate.campaign.Uploads;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 9: what is revoked stays revoked, whatever was being tried with it, and whatever
 * becomes of its booking.
 */
@GatewayTest
class RevocationTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int HOLDERS = 8;

	private static final int ROUNDS = 100;

	private static final Retry AGAIN = Retry.fixedDelay(50, Duration.ofMillis(20))
		.filter((fault) -> fault instanceof OverloadedException);

	@Autowired
	private Owners owners;

	@Autowired
	private OneTimeLinks oneTimeLinks;

	@Autowired
	private Campaigns campaigns;

	@Autowired
	private Uploads uploads;

	@Autowired
	private Links links;

	@Autowired
	private LinkClaims claims;

	@Autowired
	private Redemptions redemptions;

	@Autowired
	private BookingChanges changes;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Calendar calendar;

	@BeforeEach
	void open() {
		this.calendar = this.owners.calendar(5, 1000);
	}

	@Test
	void whoeverTriesWithoutPauseDoesNotEscape() {
		for (int round = 0; round < ROUNDS / 4; round++) {
			IssuedLink link = this.owners.link(this.calendar);
			Mono<List<RedemptionOutcome>> holders = Flux.range(0, HOLDERS)
				.flatMap((n) -> tryUntilRevoked(link.token()).subscribeOn(Schedulers.parallel()), HOLDERS)
				.collectList();
			Mono<OneTimeLink> owner = Mono.delay(Duration.ofMillis(20)).then(Mono.defer(() -> revoke(link)));
			assertThat(Mono.zip(owner, holders).blockOptional(PATIENCE).orElseThrow().getT1().status())
				.isEqualTo(LinkStatus.REVOKED);
			assertDead(link.token(), LinkStatus.REVOKED);
		}
	}

	/** At a time that is not offered, which costs nothing and gives the link back. */
	private Mono<RedemptionOutcome> tryUntilRevoked(LinkToken link) {
		return Mono.defer(() -> this.redemptions.redeem(link, request(Owners.time(this.calendar, 1).plusSeconds(1))))
			.retryWhen(AGAIN)
			.repeat()
			.takeUntil((outcome) -> reason(outcome) == Reason.LINK_REVOKED)
			.last();
	}

	@Test
	void eitherTheBookingOrTheRevocationComesFirst() {
		int booked = 0;
		for (int round = 0; round < ROUNDS; round++) {
			IssuedLink link = this.owners.link(this.calendar);
			// The owner comes up to ten milliseconds before or after them, or much later,
			// so that the machine's speed does not decide who is first.
			int wait = round % ((round % 2 == 0) ? 21 : 101);
			Mono<List<RedemptionOutcome>> racers = Mono.delay(Duration.ofMillis(10))
				.thenMany(Flux.range(0, HOLDERS))
				.flatMap((n) -> redeem(link.token(), n).subscribeOn(Schedulers.parallel()), HOLDERS)
				.collectList();
			Mono<OneTimeLink> owner = Mono.delay(Duration.ofMillis(wait)).then(Mono.defer(() -> revoke(link)));
			List<RedemptionOutcome> outcomes = Mono.zip(racers, owner).blockOptional(PATIENCE).orElseThrow().getT1();
			OneTimeLink after = find(link);
			long successes = outcomes.stream().filter(Redeemed.class::isInstance).count();
			assertThat(successes).isEqualTo((after.status() == LinkStatus.REDEEMED) ? 1 : 0);
			assertThat(after.status()).isIn(LinkStatus.REDEEMED, LinkStatus.REVOKED);
			assertDead(link.token(), after.status());
			booked += (int) successes;
		}
		assertThat(booked).as("how often the booking came first").isBetween(1, ROUNDS - 1);
	}

	@Test
	void aCampaignIsRevokedWhateverIsTriedAndCancelledMeanwhile() {
		for (int round = 0; round < 5; round++) {
			Upload upload = upload();
			List<LinkToken> links = issue(upload, 40);
			Mono<List<RedemptionOutcome>> people = Flux.fromIterable(links)
				.flatMap((link) -> bookAndCancel(link).subscribeOn(Schedulers.parallel()), 16)
				.collectList();
			Mono<?> owner = Mono.delay(Duration.ofMillis(30))
				.then(Mono.defer(() -> this.campaigns.revoke(this.calendar.owner().id(), upload.campaignId())));
			Mono.zip(people, owner).blockOptional(PATIENCE).orElseThrow();
			links.forEach((link) -> {
				OneTimeLink after = this.links.findByHash(link.hash()).blockOptional(PATIENCE).orElseThrow();
				assertThat(after.status()).isIn(LinkStatus.REDEEMED, LinkStatus.REVOKED);
				assertDead(link, after.status());
			});
		}
	}

	/** Cancels what was booked, which gives the link back, again and again. */
	private Mono<RedemptionOutcome> bookAndCancel(LinkToken link) {
		return Mono.defer(() -> redeem(link, 1))
			.delayUntil((outcome) -> (outcome instanceof Redeemed redeemed)
					? this.changes.cancel(redeemed.booking(), By.INVITEE, null) : Mono.empty())
			.repeat()
			.takeUntil((outcome) -> !(outcome instanceof Redeemed))
			.last();
	}

	@Test
	void aBookingOfARevokedCampaignThatIsCancelledGivesNothingBack() {
		Upload upload = upload();
		LinkToken spent = issue(upload, 2).get(0);
		Redeemed booked = (Redeemed) redeem(spent, 1).blockOptional(PATIENCE).orElseThrow();
		this.campaigns.revoke(this.calendar.owner().id(), upload.campaignId()).block(PATIENCE);
		assertThat(this.links.findByHash(spent.hash()).map(OneTimeLink::status).block(PATIENCE))
			.isEqualTo(LinkStatus.REDEEMED);
		this.changes.cancel(booked.booking(), By.INVITEE, null).block(PATIENCE);
		assertDead(spent, LinkStatus.REDEEMED);
		forget(spent);
		assertDead(spent, LinkStatus.REDEEMED);
	}

	@Test
	void whatRedisHasForgottenStaysRevoked() {
		IssuedLink link = this.owners.link(this.calendar);
		revoke(link).block(PATIENCE);
		Upload upload = upload();
		LinkToken ofCampaign = issue(upload, 1).get(0);
		this.campaigns.revoke(this.calendar.owner().id(), upload.campaignId()).block(PATIENCE);
		for (LinkToken token : List.of(link.token(), ofCampaign)) {
			forget(token);
			assertDead(token, LinkStatus.REVOKED);
		}
	}

	@Test
	void aRevokedLinkThatRedisCallsGoodIsNotBooked() {
		IssuedLink link = this.owners.link(this.calendar);
		this.links.revoke(this.calendar.owner().id(), link.link().id()).block(PATIENCE);
		assertThat(reason(redeem(link.token(), 1).block(PATIENCE))).isEqualTo(Reason.LINK_REVOKED);
		assertDead(link.token(), LinkStatus.REVOKED);
	}

	@Test
	void anUploadThatIsUnderWayIssuesNothingAfterTheRevocation() {
		Upload upload = upload();
		// Cached, for the upload that it ends must not cancel it.
		Mono<Campaign> revocation = this.campaigns.revoke(this.calendar.owner().id(), upload.campaignId()).cache();
		List<LinkToken> issued = this.uploads
			.issue(upload, rows(1, 50).concatWith(revocation.thenMany(rows(51, 100))), (fault) -> "broken")
			.flatMapIterable((chunk) -> chunk)
			.onErrorComplete()
			.map(IssuedRow::token)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
		revocation.block(PATIENCE);
		assertThat(issued).hasSizeBetween(1, 50);
		issued.forEach((link) -> assertDead(link, LinkStatus.REVOKED));
	}

	private Mono<OneTimeLink> revoke(IssuedLink link) {
		return this.oneTimeLinks.revoke(this.calendar.owner().id(), link.link().id());
	}

	private OneTimeLink find(IssuedLink link) {
		return this.links.findByHash(link.token().hash()).blockOptional(PATIENCE).orElseThrow();
	}

	private Upload upload() {
		return Upload.of(UUID.randomUUID(), this.calendar.owner().id(), this.calendar.id(), "Spring", null, null);
	}

	private List<LinkToken> issue(Upload upload, int count) {
		return this.uploads.issue(upload, rows(1, count), (fault) -> "broken")
			.flatMapIterable((chunk) -> chunk)
			.map(IssuedRow::token)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static Flux<List<Row>> rows(int first, int last) {
		return Flux.range(first, last - first + 1).map((n) -> new Row(n, List.of(), null, null)).buffer(10);
	}

	private void forget(LinkToken link) {
		this.redis.delete(RedisKey.of(link.hash())).block(PATIENCE);
	}

	/** Opened it is said to be dead, and nobody books with it. */
	private void assertDead(LinkToken link, LinkStatus status) {
		assertThat(this.claims.resolve(link.hash()).blockOptional(PATIENCE).orElseThrow().status()).isEqualTo(status);
		assertThat(reason(redeem(link, 2).block(PATIENCE))).isEqualTo(Reason.valueOf("LINK_" + status));
	}

	private Mono<RedemptionOutcome> redeem(LinkToken link, int time) {
		return this.redemptions.redeem(link, request(Owners.time(this.calendar, time))).retryWhen(AGAIN);
	}

	private static BookingRequest request(Instant start) {
		return BookingRequest.of(start, new Invitee("Ada", "ada@example.com", null, null), null);
	}

	private static @Nullable Object reason(@Nullable Object outcome) {
		return (outcome instanceof Refused refused) ? refused.reason() : outcome;
	}

}
