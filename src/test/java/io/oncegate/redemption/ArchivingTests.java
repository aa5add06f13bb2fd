package io.oncegate.redemption;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.booking.Booking;
import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.Invitee;
import io.oncegate.booking.LostBookings;
import io.oncegate.booking.OverloadedException;
import io.oncegate.booking.RescheduleOutcome;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.Archive;
import io.oncegate.campaign.ArchiveOutcome;
import io.oncegate.campaign.Campaign;
import io.oncegate.campaign.Campaign.Funnel;
import io.oncegate.campaign.Campaigns;
import io.oncegate.campaign.LinkRequest;
import io.oncegate.campaign.LinkRequests;
import io.oncegate.campaign.Row;
import io.oncegate.campaign.Upload;
import io.oncegate.campaign.UploadConflictException;
import io.oncegate.campaign.Uploads;
import io.oncegate.link.LinkEndings;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import io.oncegate.telemetry.Background;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The links of a campaign that is over leave the tables that bookings use, and whoever
 * comes late is told the same as before. No law depends on when they leave.
 */
@GatewayTest
class ArchivingTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Invitee INVITEE = new Invitee("Ada", "ada@example.com", null, null);

	private static final Retry AGAIN = Retry.fixedDelay(50, Duration.ofMillis(20))
		.filter((fault) -> fault instanceof OverloadedException);

	@Autowired
	private Owners owners;

	@Autowired
	private Campaigns campaigns;

	@Autowired
	private Uploads uploads;

	@Autowired
	private Archive archive;

	@Autowired
	private Archiving archiving;

	@Autowired
	@Qualifier("counting")
	private Background counting;

	@Autowired
	private Auditor auditor;

	@Autowired
	private Audit audit;

	@Autowired
	private Links links;

	@Autowired
	private LinkEndings endings;

	@Autowired
	private LinkClaims claims;

	@Autowired
	private LinkRequests requests;

	@Autowired
	private Bookings bookings;

	@Autowired
	private LostBookings lostBookings;

	@Autowired
	private BookingChanges changes;

	@Autowired
	private Redemptions redemptions;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Calendar calendar;

	private UUID owner;

	private UUID campaign;

	@BeforeEach
	void stop() {
		// So that only this test counts, moves and mends anything.
		List.of(this.archiving, this.counting, this.auditor).forEach(Background::stop);
		this.calendar = this.owners.calendar(30, 1000);
		this.owner = this.calendar.owner().id();
		this.campaign = UUID.randomUUID();
	}

	@AfterEach
	void start() {
		sql("update campaign set archived = issued, recount_at = 'infinity' where archived_at is not null");
		List.of(this.archiving, this.counting, this.auditor).forEach(Background::start);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoeverComesLateIsToldHowTheLinkHasEnded(boolean redisHasForgotten) {
		List<LinkToken> issued = issue(3, null);
		Redeemed booked = (Redeemed) redeem(issued.get(0), 0, "key");
		this.links.revoke(this.owner, found(issued.get(1)).id()).block(PATIENCE);
		expire();
		archive();
		assertThat(left()).isZero();
		if (redisHasForgotten) {
			issued.forEach(this::forget);
		}
		for (int again = 0; again < 2; again++) {
			assertDead(issued.get(0), LinkStatus.REDEEMED);
			assertDead(issued.get(1), LinkStatus.REVOKED);
			assertDead(issued.get(2), LinkStatus.EXPIRED);
			assertThat(this.claims.resolve(issued.get(0).hash()).blockOptional(PATIENCE).orElseThrow().bookingId())
				.isEqualTo(booked.booking().id());
			assertThat(redeem(issued.get(0), 0, "key")).as("the same request, the same answer")
				.isEqualTo(new Redeemed(booked.booking(), booked.calendar(), true));
		}
		issued.forEach(this::assertForgottenWithinAWeek);
	}

	@Test
	void resultsStayAsTheyWere() {
		List<LinkToken> issued = issue(5, null);
		redeem(issued.get(0), 0, null);
		this.links.revoke(this.owner, found(issued.get(1)).id()).block(PATIENCE);
		sql("update one_time_link set opened_at = now() where id = '%s'".formatted(found(issued.get(2)).id()));
		sql("insert into link_scan (link_id, owner_id) values ('%s', '%s')".formatted(found(issued.get(3)).id(),
				this.owner));
		LinkToken granted = granted(issued.get(1));
		assertThat(found(granted).campaignId()).isEqualTo(this.campaign);
		redeem(granted, 1, null);
		expire();
		Campaign before = campaign();
		assertThat(before.funnel()).isEqualTo(new Funnel(3, 1, 2, 3, 1, null));
		archive();
		Campaign after = campaign();
		assertThat(after.links()).isEqualTo(6);
		assertThat(after.funnel()).usingRecursiveComparison().ignoringFields("countedAt").isEqualTo(before.funnel());
		assertThat(Objects.requireNonNull(after.funnel()).countedAt()).isAfter(after.archivedAt());
		assertThat(count("link_scan where link_id not in (select id from one_time_link)")).isZero();
		assertDead(granted, LinkStatus.REDEEMED);
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		assertThat(campaign().funnel()).isEqualTo(after.funnel());
	}

	@Test
	void campaignWithALinkThatWorksIsNotArchived() {
		List<LinkToken> issued = issue(2, null);
		redeem(issued.get(0), 0, null);
		assertThat(wish()).isEqualTo(ArchiveOutcome.ACTIVE);
		Redeemed last = (Redeemed) redeem(issued.get(1), 1, null);
		this.changes.cancel(last.booking(), By.INVITEE, null).block(PATIENCE);
		assertThat(wish()).as("the link was given back").isEqualTo(ArchiveOutcome.ACTIVE);
		redeem(issued.get(1), 1, null);
		assertThat(wish()).isEqualTo(ArchiveOutcome.ARCHIVED);
		assertThat(wish()).isEqualTo(ArchiveOutcome.ARCHIVED);
		assertThat(this.campaigns.archive(UUID.randomUUID(), this.campaign).blockOptional(PATIENCE)).isEmpty();
	}

	@Test
	void linkThatWasGrantedLaterKeepsAnExpiredCampaignUntilItHasExpiredToo() {
		LinkToken dead = issue(1, Instant.now().plus(Duration.ofDays(1))).get(0);
		expire();
		LinkToken granted = granted(dead);
		assertThat(wish()).isEqualTo(ArchiveOutcome.ACTIVE);
		redeem(granted, 0, null);
		archive();
		assertDead(dead, LinkStatus.EXPIRED);
		assertDead(granted, LinkStatus.REDEEMED);
	}

	@Test
	void campaignOfManyLinksHasToBeRevokedOrExpired() {
		issue(1, null);
		sql("update campaign set issued = 10001 where id = '%s'".formatted(this.campaign));
		assertThat(wish()).isEqualTo(ArchiveOutcome.TOO_MANY);
		sql("update campaign set expires_at = now() where id = '%s'".formatted(this.campaign));
		assertThat(wish()).isEqualTo(ArchiveOutcome.ARCHIVED);
	}

	@Test
	void uploadIsNotCutOffAndCannotContinueAnArchivedCampaign() {
		issue(1, Instant.now().plus(Duration.ofDays(1)));
		expire();
		Upload stalled = this.uploads.resume(this.owner, this.calendar.id(), this.campaign, null)
			.blockOptional(PATIENCE)
			.orElseThrow();
		assertThat(wish()).isEqualTo(ArchiveOutcome.UPLOADING);
		sql("update campaign set upload_until = now() where id = '%s'".formatted(this.campaign));
		assertThat(wish()).isEqualTo(ArchiveOutcome.ARCHIVED);
		Flux<List<Row>> next = Flux.just(List.of(new Row(2, List.of(), null, null)));
		assertThatExceptionOfType(UploadConflictException.class)
			.isThrownBy(() -> this.uploads.issue(stalled, next, (fault) -> "broken").blockLast(PATIENCE))
			.withMessageContaining("revoked or archived");
		assertThat(this.uploads.resume(this.owner, this.calendar.id(), this.campaign, null)
			.then(Mono.just("resumed"))
			.onErrorReturn(UploadConflictException.class, "refused")
			.block(PATIENCE)).isEqualTo("refused");
	}

	@Test
	void bookingsStayAndGiveNothingBack() {
		List<LinkToken> issued = issue(2, null);
		List<Booking> booked = issued.stream().map((link) -> ((Redeemed) redeem(link, 0, null)).booking()).toList();
		wish();
		cancel(booked.get(0));
		archive();
		assertThat(this.bookings.list(this.owner, this.calendar.id(), null, null, null, 10)
			.map(Booking::id)
			.collectList()
			.block(PATIENCE)).containsExactlyInAnyOrder(booked.get(0).id(), booked.get(1).id());
		assertThat(this.changes.reschedule(booked.get(1), Owners.time(this.calendar, 3)).block(PATIENCE))
			.isEqualTo(RescheduleOutcome.RESCHEDULED);
		cancel(booked.get(1));
		issued.forEach((link) -> {
			assertDead(link, LinkStatus.REDEEMED);
			forget(link);
			assertDead(link, LinkStatus.REDEEMED);
		});
	}

	private void cancel(Booking booking) {
		assertThat(this.bookings.isGivenBack(this.owner, Objects.requireNonNull(booking.linkId())).block(PATIENCE))
			.as("what the invitee is told before")
			.isFalse();
		Booking cancelled = this.changes.cancel(booking, By.INVITEE, null).blockOptional(PATIENCE).orElseThrow();
		assertThat(cancelled.confirmed()).isFalse();
		assertThat(cancelled.holdsLink()).isTrue();
	}

	@Test
	void eitherALinkIsGivenBackOrItsCampaignIsArchived() {
		int archived = 0;
		for (int round = 0; round < 60; round++) {
			this.campaign = UUID.randomUUID();
			LinkToken link = issue(1, null).get(0);
			Booking booking = ((Redeemed) redeem(link, 0, null)).booking();
			Mono<Booking> invitee = Mono.delay(Duration.ofMillis(5))
				.then(Mono.defer(() -> this.changes.cancel(booking, By.INVITEE, null)));
			Mono<ArchiveOutcome> owner = Mono.delay(Duration.ofMillis(round % 11))
				.then(Mono.defer(() -> this.campaigns.archive(this.owner, this.campaign)));
			boolean givenBack = !Mono.zip(invitee, owner).blockOptional(PATIENCE).orElseThrow().getT1().holdsLink();
			assertThat(wish()).isEqualTo(givenBack ? ArchiveOutcome.ACTIVE : ArchiveOutcome.ARCHIVED);
			if (givenBack) {
				assertThat(redeem(link, 1, null)).isInstanceOf(Redeemed.class);
			}
			else {
				archived++;
				archive();
				assertDead(link, LinkStatus.REDEEMED);
			}
		}
		assertThat(archived).as("how often archiving came first").isBetween(1, 59);
	}

	@Test
	void eitherALinkIsGrantedIntoACampaignOrThatIsArchived() {
		for (int round = 0; round < 40; round++) {
			this.campaign = UUID.randomUUID();
			LinkToken dead = issue(1, Instant.now().plus(Duration.ofDays(1))).get(0);
			expire();
			LinkToken fresh = ask(dead);
			UUID request = asked(fresh).id();
			Mono<LinkRequest> grant = Mono.delay(Duration.ofMillis(5))
				.then(Mono.defer(() -> this.requests.grant(this.owner, request)));
			Mono<ArchiveOutcome> wish = Mono.delay(Duration.ofMillis(round % 11))
				.then(Mono.defer(() -> this.campaigns.archive(this.owner, this.campaign)));
			ArchiveOutcome outcome = Mono.zip(grant, wish).blockOptional(PATIENCE).orElseThrow().getT2();
			OneTimeLink granted = found(fresh);
			assertThat(granted.campaignId()).isEqualTo((outcome == ArchiveOutcome.ARCHIVED) ? null : this.campaign);
			assertThat(granted.expiresAt()).isNotNull();
			assertThat(redeem(fresh, 0, null)).isInstanceOf(Redeemed.class);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "revoked", "expired", "redeemed" })
	void whoeverTriesMeanwhileIsNeverToldThatThereIsNoSuchLink(String how) {
		List<LinkToken> issued = issue(2500, null);
		Reason reason = Reason.valueOf("LINK_" + how.toUpperCase(Locale.ROOT));
		switch (how) {
			case "revoked" -> this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
			case "expired" -> expire();
			default -> {
				sql("""
						insert into booking (id, owner_id, calendar_id, link_id, schedule_version, seat, start_at, end_at, busy_until,
							invitee_name, invitee_email, created_at)
						select gen_random_uuid(), owner_id, calendar_id, id, 1, 1, now() + interval '1 day' * campaign_row,
							now() + interval '1 day' * campaign_row + interval '30 minutes',
							now() + interval '1 day' * campaign_row + interval '30 minutes', 'Ada', 'ada@example.com',
							now() - interval '1 minute'
						from one_time_link where campaign_id = '%s'"""
					.formatted(this.campaign));
				sql("update campaign set revoked_at = now() where id = '%s'".formatted(this.campaign));
			}
		}
		ready();
		Mono<List<Object>> people = Flux.fromIterable(issued)
			.filter((link) -> issued.indexOf(link) % 4 == 0)
			.flatMap((link) -> this.redis.delete(RedisKey.of(link.hash()))
				.then(this.redemptions.redeem(link, request(0, null)).retryWhen(AGAIN))
				.map(ArchivingTests::reason)
				.subscribeOn(Schedulers.parallel()), 8)
			.collectList();
		List<Object> told = Mono.zip(people, this.archiving.moveNext().thenReturn(true))
			.blockOptional(PATIENCE)
			.orElseThrow()
			.getT1();
		assertThat(told).hasSize(625).containsOnly(reason);
		assertThat(left()).isZero();
		assertThat(count("archived_link where campaign_id = '%s'".formatted(this.campaign))).isEqualTo(2500);
		assertThat(count("booking where calendar_id = '%s'".formatted(this.calendar.id())))
			.isEqualTo(how.equals("redeemed") ? 2500 : 0);
		issued.subList(0, 200).forEach((link) -> assertDead(link, LinkStatus.valueOf(reason.name().substring(5))));
		issued.subList(0, 200).forEach(this::assertForgottenWithinAWeek);
	}

	@Test
	void whatAGatewayDoesNotGoOnWithAnotherOneDoes() {
		issue(2500, null);
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		ready();
		Archive.Unmoved taken = this.archive.take().blockOptional(PATIENCE).orElseThrow();
		assertThat(this.archive.move(taken, -1, 1000).block(PATIENCE)).isTrue();
		assertThat(this.archive.move(taken, -1, 1000).block(PATIENCE)).as("once more").isFalse();
		assertThat(left()).isEqualTo(1500);
		assertThat(this.archive.take().blockOptional(PATIENCE)).as("somebody is at it").isEmpty();
		sql("update campaign set moved_at = now() - interval '31 seconds' where id = '%s'".formatted(this.campaign));
		this.archiving.moveNext().block(PATIENCE);
		assertThat(left()).isZero();
		assertThat(this.archive.move(taken, 1000, 2000).block(PATIENCE)).as("too late").isFalse();
		assertThat(count("archived_link where campaign_id = '%s'".formatted(this.campaign))).isEqualTo(2500);
		assertThat(this.archive.take().blockOptional(PATIENCE)).as("done").isEmpty();
	}

	@Test
	void severalGatewaysAtTheSameRowsMoveEachLinkOnce() {
		issue(800, null);
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		ready();
		Archive.Unmoved taken = this.archive.take().blockOptional(PATIENCE).orElseThrow();
		for (int after = -1; after < 799; after += 100) {
			int from = after;
			List<Boolean> moved = Flux.range(0, 4)
				.flatMap((n) -> this.archive.move(taken, from, from + 100)
					.onErrorReturn(false)
					.subscribeOn(Schedulers.parallel()), 4)
				.collectList()
				.blockOptional(PATIENCE)
				.orElseThrow();
			assertThat(moved).filteredOn((done) -> done).hasSize(1);
		}
		assertThat(count("archived_link where campaign_id = '%s'".formatted(this.campaign))).isEqualTo(799);
		assertThat(left()).isOne();
	}

	@Test
	void nothingMovesBeforeItWasCountedForTheLastTimeOrWithinAMinute() {
		issue(1, null);
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		wish();
		sql("update campaign set archived_at = archived_at - interval '2 minutes', counted_at = counted_at"
				+ " - interval '1 hour' where id = '%s'".formatted(this.campaign));
		assertThat(this.archive.take().blockOptional(PATIENCE)).as("not counted").isEmpty();
		sql("update campaign set archived_at = now() - interval '50 seconds', counted_at = now() where id = '%s'"
			.formatted(this.campaign));
		assertThat(this.archive.take().blockOptional(PATIENCE)).as("too early").isEmpty();
	}

	@Test
	void linkThatRedisCallsActiveIsRevokedThereBeforeItLeaves() {
		LinkToken link = issue(1, null).get(0);
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		this.redis.opsForHash().remove(RedisKey.of(link.hash()), "s").block(PATIENCE);
		this.redis.persist(RedisKey.of(link.hash())).block(PATIENCE);
		archive();
		assertDead(link, LinkStatus.REVOKED);
		assertForgottenWithinAWeek(link);
	}

	@Test
	void linkOfALostBookingWaitsUntilItsInviteeWasTold() {
		List<LinkToken> issued = issue(2, null);
		Booking lost = ((Redeemed) redeem(issued.get(0), 0, null)).booking();
		sql("delete from booking where id = '%s'".formatted(lost.id()));
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		ready();
		this.archiving.moveNext().block(PATIENCE);
		assertThat(left()).isEqualTo(2);
		assertThat(this.lostBookings.list(this.owner, 100)
			.filter((found) -> found.id().equals(lost.id()))
			.count()
			.block(PATIENCE)).as("found before the link leaves").isOne();
		this.lostBookings.tell(this.owner, List.of(lost.id())).block(PATIENCE);
		sql("update campaign set moved_at = null where id = '%s'".formatted(this.campaign));
		this.archiving.moveNext().block(PATIENCE);
		assertThat(left()).isZero();
		assertDead(issued.get(0), LinkStatus.REVOKED);
	}

	@Test
	void auditorFindsNothingWrongWithBookingsWhoseLinksAreArchived() {
		List<LinkToken> issued = issue(3, null);
		issued.forEach((link) -> redeem(link, 0, null));
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		archive();
		sql("update booking set created_at = now() - interval '10 seconds' where calendar_id = '%s'"
			.formatted(this.calendar.id()));
		double before = violations();
		this.auditor.startOver();
		while (this.auditor.followBookings().blockOptional(PATIENCE).orElseThrow() > 0) {
			// There are more.
		}
		this.audit
			.ofBookings(this.bookings.list(this.owner, this.calendar.id(), null, null, null, 10)
				.map((booking) -> new Bookings.Made(booking.createdAt(), booking.id(), booking.ownerId(),
						booking.linkId()))
				.collectList()
				.blockOptional(PATIENCE)
				.orElseThrow())
			.block(PATIENCE);
		assertThat(violations()).isEqualTo(before);
		issued.forEach((link) -> assertDead(link, LinkStatus.REDEEMED));
	}

	@Test
	void newLinkCanBeAskedForInPlaceOfAnArchivedOne() {
		List<LinkToken> issued = issue(3, Instant.now().plus(Duration.ofDays(9)));
		LinkToken pending = ask(issued.get(0));
		LinkToken declined = ask(issued.get(1));
		this.requests.decline(this.owner, asked(declined).id()).block(PATIENCE);
		this.campaigns.revoke(this.owner, this.campaign).block(PATIENCE);
		LinkToken replaced = granted(issued.get(1));
		archive();
		LinkToken late = ask(issued.get(2));
		assertThat(asked(declined).status()).isEqualTo(LinkRequest.Status.DECLINED);
		assertThat(this.requests.find(replaced.hash()).blockOptional(PATIENCE)).as("it is a link").isEmpty();
		assertThat(redeem(replaced, 0, null)).isInstanceOf(Redeemed.class);
		for (LinkToken fresh : List.of(pending, late)) {
			UUID request = asked(fresh).id();
			assertThat(this.requests.listOwned(this.owner, this.calendar.id(), true, null, 10)
				.filter((open) -> open.request().id().equals(request))
				.blockFirst(PATIENCE)).satisfies((open) -> {
					assertThat(Objects.requireNonNull(open).campaign()).isNull();
					assertThat(open.linkFor()).isEqualTo(new Recipient(null, null, null));
					assertThat(open.expiresAt()).isEqualTo(campaign().expiresAt());
				});
			this.requests.grant(this.owner, request).block(PATIENCE);
			OneTimeLink granted = found(fresh);
			assertThat(granted.expiresAt()).isEqualTo(campaign().expiresAt());
			assertThat(granted.campaignId()).isNull();
			assertThat(granted.inPlaceOf()).isNotNull();
			assertThat(redeem(fresh, 1, null)).isInstanceOf(Redeemed.class);
		}
		assertThat(this.requests
			.ask(this.owner, issued.get(0).hash(), issued.get(1).hash(), "Eve", "eve@example.com", null)
			.blockOptional(PATIENCE)).as("for the address of an archived link").isEmpty();
	}

	private List<LinkToken> issue(int count, @Nullable Instant expiresAt) {
		Flux<List<Row>> rows = Flux.range(1, count)
			.map((n) -> new Row(n, List.of(), new Recipient("Ada", "ada@example.com", "C-" + n), null))
			.buffer(500);
		return this.uploads
			.issue(Upload.of(this.campaign, this.owner, this.calendar.id(), "Spring", expiresAt, null), rows,
					(fault) -> "broken")
			.flatMapIterable((chunk) -> chunk)
			.map((issued) -> issued.token())
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	/** As if its day had passed, here and in Redis. */
	private void expire() {
		sql("update campaign set expires_at = now() where id = '%s'".formatted(this.campaign));
		sql("update one_time_link set created_at = now() - interval '3 days', expires_at = now()"
				+ " where campaign_id = '%s' and campaign_row > 0".formatted(this.campaign));
		this.links.listCampaign(this.owner, this.campaign, -100, 5_000_000)
			.filter((link) -> link.status() == LinkStatus.EXPIRED)
			.flatMap((link) -> this.redis.delete(RedisKey.of(link.hash())))
			.then()
			.block(PATIENCE);
	}

	private ArchiveOutcome wish() {
		return this.campaigns.archive(this.owner, this.campaign).blockOptional(PATIENCE).orElseThrow();
	}

	/** Archives the campaign, with a minute passing, and counts it. */
	private void ready() {
		assertThat(wish()).isEqualTo(ArchiveOutcome.ARCHIVED);
		sql("update campaign set archived_at = archived_at - interval '2 minutes', counted_at = least(counted_at,"
				+ " archived_at - interval '2 minutes'), recount_at = '-infinity' where id = '%s'"
					.formatted(this.campaign));
		Objects.requireNonNull(ReflectionTestUtils.<Mono<Void>>invokeMethod(this.counting, "countNext"))
			.block(PATIENCE);
	}

	private void archive() {
		ready();
		this.archiving.moveNext().block(PATIENCE);
		assertThat(left()).isZero();
	}

	private LinkToken ask(LinkToken dead) {
		LinkToken fresh = this.requests.newAddress();
		assertThat(this.requests.ask(this.owner, dead.hash(), fresh.hash(), "Grace", "grace@example.com", null)
			.block(PATIENCE)).isTrue();
		return fresh;
	}

	private LinkRequest asked(LinkToken fresh) {
		return this.requests.find(fresh.hash()).blockOptional(PATIENCE).orElseThrow();
	}

	private LinkToken granted(LinkToken dead) {
		LinkToken fresh = ask(dead);
		this.requests.grant(this.owner, asked(fresh).id()).block(PATIENCE);
		return fresh;
	}

	private Campaign campaign() {
		return this.campaigns.find(this.owner, this.campaign).blockOptional(PATIENCE).orElseThrow();
	}

	private OneTimeLink found(LinkToken link) {
		return this.links.findByHash(link.hash()).blockOptional(PATIENCE).orElseThrow();
	}

	private void forget(LinkToken link) {
		this.redis.delete(RedisKey.of(link.hash())).block(PATIENCE);
	}

	private void assertDead(LinkToken link, LinkStatus status) {
		assertThat(this.claims.resolve(link.hash()).blockOptional(PATIENCE).orElseThrow().status()).isEqualTo(status);
		assertThat(reason(redeem(link, 2, null))).isEqualTo(Reason.valueOf("LINK_" + status));
	}

	private void assertForgottenWithinAWeek(LinkToken link) {
		Duration left = this.redis.getExpire(RedisKey.of(link.hash())).blockOptional(PATIENCE).orElse(Duration.ZERO);
		assertThat(left).isBetween(Duration.ofMinutes(1), Duration.ofDays(7).plusMinutes(1));
	}

	private RedemptionOutcome redeem(LinkToken link, int time, @Nullable String key) {
		return this.redemptions.redeem(link, request(time, key)).retryWhen(AGAIN).blockOptional(PATIENCE).orElseThrow();
	}

	private BookingRequest request(int time, @Nullable String key) {
		return BookingRequest.of(Owners.time(this.calendar, time), INVITEE, key);
	}

	private static Object reason(Object outcome) {
		return (outcome instanceof Refused refused) ? refused.reason() : outcome;
	}

	private double violations() {
		return this.meters.get("oncegate.invariant.violations")
			.gauges()
			.stream()
			.mapToDouble((gauge) -> gauge.value())
			.sum();
	}

	private long left() {
		return count("one_time_link where campaign_id = '%s'".formatted(this.campaign));
	}

	private long count(String from) {
		return this.database.sql("select count(*) from " + from)
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void sql(String sql) {
		this.database.sql(sql).then().block(PATIENCE);
	}

}
