package io.oncegate.redemption;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.oncegate.booking.Booking;
import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings;
import io.oncegate.booking.Cancellation;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.Invitee;
import io.oncegate.booking.OverloadedException;
import io.oncegate.booking.RescheduleOutcome;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Schedule;
import io.oncegate.calendar.Terms;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.claim.Claims;
import io.oncegate.claim.LinkState;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.link.LinkEndings;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.Links;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Cancelling and moving, and what becomes of the link. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class BookingChangesTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Whoever is refused for now comes again, as a client would. */
	private static final Retry AGAIN = Retry.fixedDelay(20, Duration.ofMillis(100))
		.filter((fault) -> fault instanceof OverloadedException || fault instanceof TimeoutException
				|| fault instanceof QueryTimeoutException || fault instanceof TransientDataAccessResourceException
				|| fault instanceof DataAccessResourceFailureException);

	@Autowired
	private Owners owners;

	@Autowired
	private Redemptions redemptions;

	@Autowired
	private BookingChanges changes;

	@Autowired
	private Bookings bookings;

	@Autowired
	private Links links;

	@Autowired
	private LinkEndings endings;

	@Autowired
	private LinkClaims claims;

	@Autowired
	private Claims redisClaims;

	@Autowired
	private Audit audit;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	private IssuedLink link;

	@BeforeEach
	void issue() {
		this.calendar = this.owners.calendar(30, 1);
		this.link = this.owners.link(this.calendar);
	}

	@Test
	void cancelledBookingGivesItsLinkAndItsSeatBack() {
		Booking booking = redeemed(this.link, 0, "first");
		Booking cancelled = cancel(booking, By.INVITEE, "Something came up");
		assertThat(cancelled.cancellation()).isEqualTo(new Cancellation(By.INVITEE, "Something came up", true));
		assertThat(cancelled.sequence()).isEqualTo(1);
		assertThat(cancelled.changedAt()).isAfter(booking.createdAt());
		assertThat(state().status()).isEqualTo(LinkStatus.ACTIVE);
		assertThat(redeemed(this.link, 0, "second").id()).isNotEqualTo(booking.id());
		assertThat(confirmed()).isOne();
	}

	@Test
	void linkStaysSpentWhereTheOwnerWantsItSo() {
		this.owners.with(this.calendar, new Terms(null, true, true, List.of(), OpenLinks.BOTH));
		Booking cancelled = cancel(redeemed(this.link, 0, "first"), By.OWNER, null);
		assertThat(cancelled.cancellation()).isEqualTo(new Cancellation(By.OWNER, null, false));
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
		forgetInRedis();
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
		assertThat(redeem(this.link, 1, "second")).isInstanceOfSatisfying(RedemptionOutcome.Refused.class,
				(refused) -> assertThat(refused.reason()).isEqualTo(Reason.LINK_REDEEMED));
		assertThat(redeemed(this.owners.link(this.calendar), 0, "third")).isNotNull();
	}

	@Test
	void linkIsGivenBackAFewTimesOnly() {
		for (int n = 0; n < 5; n++) {
			assertThat(cancel(redeemed(this.link, 0, "round " + n), By.INVITEE, null).holdsLink()).isFalse();
			assertThat(cancel(redeemed(this.link, 0, "by the owner " + n), By.OWNER, null).holdsLink()).isFalse();
		}
		Booking last = redeemed(this.link, 0, "last");
		assertThat(this.bookings.isGivenBack(this.calendar.owner().id(), this.link.link().id()).block(PATIENCE))
			.isFalse();
		assertThat(cancel(last, By.INVITEE, null).cancellation()).isEqualTo(new Cancellation(By.INVITEE, null, false));
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
		forgetInRedis();
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
		assertThat(redeem(this.link, 0, "once more")).isInstanceOf(RedemptionOutcome.Refused.class);
		// The same request gets the same answer, whichever round it was of.
		assertThat(redeemed(this.link, 0, "last").id()).isEqualTo(last.id());
	}

	@Test
	void ownerGivesBackWhatTheInviteeCannot() {
		for (int n = 0; n < 5; n++) {
			cancel(redeemed(this.link, 0, "round " + n), By.INVITEE, null);
		}
		assertThat(cancel(redeemed(this.link, 0, "last"), By.OWNER, null).holdsLink()).isFalse();
		assertThat(state().status()).isEqualTo(LinkStatus.ACTIVE);
	}

	@Test
	void expiredLinkIsNotGivenBack() {
		Booking booking = redeemed(this.link, 0, "first");
		sql("update one_time_link set expires_at = now() - interval '1 second' where id = '" + this.link.link().id()
				+ "'");
		assertThat(cancel(booking, By.INVITEE, null).holdsLink()).isTrue();
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
	}

	@Test
	void linkGivenBackThatExpiresLaterIsExpired() {
		cancel(redeemed(this.link, 0, "first"), By.INVITEE, null);
		sql("update one_time_link set expires_at = now() - interval '1 second' where id = '" + this.link.link().id()
				+ "'");
		assertThat(state().status()).isEqualTo(LinkStatus.EXPIRED);
	}

	@Test
	void cancellingAgainChangesNothing() {
		Booking cancelled = cancel(redeemed(this.link, 0, "first"), By.INVITEE, "First word");
		assertThat(cancel(cancelled, By.OWNER, "Second word")).isEqualTo(cancelled);
	}

	@Test
	void bookingThatHasBegunIsNeitherCancelledNorRescheduled() {
		Booking booking = redeemed(this.link, 0, "first");
		sql("update booking set start_at = now() - interval '1 minute' where id = '" + booking.id() + "'");
		assertThat(cancel(booking, By.INVITEE, null).confirmed()).isTrue();
		assertThat(reschedule(booking, 1)).isEqualTo(RescheduleOutcome.BEGUN);
	}

	@Test
	void repeatedRequestOfACancelledBookingBooksNothing() {
		Booking booking = redeemed(this.link, 0, "first");
		cancel(booking, By.INVITEE, null);
		assertThat(redeem(this.link, 0, "first")).isInstanceOfSatisfying(Redeemed.class, (again) -> {
			assertThat(again.replayed()).isTrue();
			assertThat(again.booking().id()).isEqualTo(booking.id());
			assertThat(again.booking().confirmed()).isFalse();
		});
		assertThat(state().status()).isEqualTo(LinkStatus.ACTIVE);
		assertThat(confirmed()).isZero();
	}

	@Test
	void linkWhoseReturnRedisMissedIsGivenBackByTheAuditor() {
		Booking booking = redeemed(this.link, 0, "first");
		this.bookings.cancel(booking, By.INVITEE, null).block(PATIENCE);
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
		this.endings.find(this.calendar.owner().id(), List.of(this.link.link().id()))
			.collectList()
			.flatMap(this.audit::ofLinks)
			.block(PATIENCE);
		assertThat(state().status()).isEqualTo(LinkStatus.ACTIVE);
	}

	@Test
	void rescheduledBookingKeepsItsIdentityAndItsLinkAndFreesItsTime() {
		Booking booking = redeemed(this.link, 0, "first");
		assertThat(reschedule(booking, 3)).isEqualTo(RescheduleOutcome.RESCHEDULED);
		assertThat(find(booking)).satisfies((rescheduled) -> {
			assertThat(rescheduled.start()).isEqualTo(Owners.time(this.calendar, 3));
			assertThat(rescheduled.end()).isEqualTo(Owners.time(this.calendar, 4));
			assertThat(rescheduled.sequence()).isEqualTo(1);
			assertThat(rescheduled.confirmed()).isTrue();
		});
		assertThat(state().status()).isEqualTo(LinkStatus.REDEEMED);
		assertThat(redeemed(this.owners.link(this.calendar), 0, "second")).isNotNull();
		assertThat(redeem(this.owners.link(this.calendar), 3, "third")).isInstanceOfSatisfying(
				RedemptionOutcome.Refused.class,
				(refused) -> assertThat(refused.reason()).isEqualTo(Reason.SLOT_TAKEN));
	}

	@Test
	void reschedulingAgainToTheSameTimeChangesNothingWhateverTheOwnerHasChanged() {
		Booking booking = redeemed(this.link, 0, "first");
		reschedule(booking, 3);
		Booking rescheduled = find(booking);
		assertThat(reschedule(booking, 3)).isEqualTo(RescheduleOutcome.RESCHEDULED);
		this.owners.with(this.calendar, new Terms(null, false, false, List.of(), OpenLinks.BOTH));
		assertThat(reschedule(rescheduled, 3)).isEqualTo(RescheduleOutcome.RESCHEDULED);
		assertThat(find(booking)).isEqualTo(rescheduled);
	}

	@Test
	void bookingStaysAsItIsWhenTheNewTimeIsTaken() {
		Booking booking = redeemed(this.link, 0, "first");
		redeemed(this.owners.link(this.calendar), 1, "second");
		assertThat(reschedule(booking, 1)).isEqualTo(RescheduleOutcome.SLOT_TAKEN);
		assertThat(find(booking)).isEqualTo(find(booking))
			.extracting(Booking::start, Booking::sequence)
			.containsExactly(booking.start(), 0);
	}

	@Test
	void bookingIsNotRescheduledToATimeThatIsNotOffered() {
		Booking booking = redeemed(this.link, 0, "first");
		assertThat(reschedule(booking, Owners.time(this.calendar, 1).plusSeconds(60)))
			.isEqualTo(RescheduleOutcome.SLOT_UNAVAILABLE);
		this.owners.with(this.calendar, new Terms(null, false, false, List.of(), OpenLinks.BOTH));
		assertThat(reschedule(booking, 1)).isEqualTo(RescheduleOutcome.SLOT_UNAVAILABLE);
	}

	@Test
	void cancelledBookingIsNotRescheduled() {
		Booking cancelled = cancel(redeemed(this.link, 0, "first"), By.INVITEE, null);
		assertThat(reschedule(cancelled, 1)).isEqualTo(RescheduleOutcome.CANCELLED);
	}

	@Test
	void bookingOfAnEarlierLengthIsRescheduledToATimeThatOverlapsItsOwn() {
		Booking booking = redeemed(this.link, 1, "first");
		Schedule schedule = this.calendar.schedule();
		this.calendar = this.owners.with(this.calendar, new Schedule(schedule.zone(), Duration.ofHours(1),
				Duration.ZERO, schedule.weeklyHours(), schedule.dateOverrides()));
		assertThat(reschedule(booking, 0)).isEqualTo(RescheduleOutcome.RESCHEDULED);
		assertThat(find(booking).end()).isEqualTo(booking.end());
		assertThat(redeem(this.owners.link(this.calendar), 0, "second")).isInstanceOf(RedemptionOutcome.Refused.class);
	}

	@Test
	void ofManyBookingsThatAreRescheduledToOneSeatExactlyOneIs() {
		List<Booking> many = IntStream.range(0, 40)
			.mapToObj((n) -> redeemed(this.owners.link(this.calendar), n, "one"))
			.toList();
		List<RescheduleOutcome> outcomes = Flux.fromIterable(many)
			.flatMap((booking) -> this.changes.reschedule(booking, Owners.time(this.calendar, 45))
				.subscribeOn(Schedulers.parallel())
				.retryWhen(AGAIN), many.size())
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
		assertThat(outcomes).filteredOn((outcome) -> outcome == RescheduleOutcome.RESCHEDULED).hasSize(1);
		assertThat(outcomes).filteredOn((outcome) -> outcome == RescheduleOutcome.SLOT_TAKEN).hasSize(39);
		assertThat(confirmed()).isEqualTo(40);
		assertThat(mostAtOnce()).isOne();
	}

	@Test
	void lawsHoldWhileEverybodyBooksReschedulesAndCancels() {
		this.calendar = this.owners.calendar(30, 2);
		List<IssuedLink> issued = IntStream.range(0, 30).mapToObj((n) -> this.owners.link(this.calendar)).toList();
		Flux.range(0, 600)
			.flatMap((n) -> act(issued.get(n % issued.size()), n).subscribeOn(Schedulers.parallel()), 200)
			.then()
			.block(PATIENCE);
		assertThat(mostAtOnce()).isLessThanOrEqualTo(2);
		assertThat(count("select count(*) from (select link_id from booking where not gave_back and calendar_id = '%s'"
				+ " group by link_id having count(*) > 1) as twice"))
			.isZero();
		for (IssuedLink one : issued) {
			LinkStatus truth = this.links.findByHash(one.token().hash()).blockOptional(PATIENCE).orElseThrow().status();
			assertThat(this.claims.resolve(one.token().hash()).blockOptional(PATIENCE).orElseThrow().status())
				.isEqualTo(truth);
		}
	}

	/** Books, and reschedules or cancels what came of it. */
	private Mono<?> act(IssuedLink link, int n) {
		return this.redemptions.redeem(link.token(), request(n % 7, "key " + n))
			.retryWhen(AGAIN)
			.filter(Redeemed.class::isInstance)
			.map((outcome) -> ((Redeemed) outcome).booking())
			.flatMap((booking) -> this.changes.reschedule(booking, Owners.time(this.calendar, (n + 3) % 7))
				.retryWhen(AGAIN)
				.then((n % 3 == 0) ? Mono.just(booking)
						: this.changes.cancel(booking, By.INVITEE, null).retryWhen(AGAIN)));
	}

	private RedemptionOutcome redeem(IssuedLink link, int time, String key) {
		return this.redemptions.redeem(link.token(), request(time, key)).blockOptional(PATIENCE).orElseThrow();
	}

	private Booking redeemed(IssuedLink link, int time, String key) {
		return ((Redeemed) redeem(link, time, key)).booking();
	}

	private BookingRequest request(int time, String key) {
		return BookingRequest.of(Owners.time(this.calendar, time), new Invitee("Ada", "ada@example.com", null, null),
				key);
	}

	private Booking cancel(Booking booking, By by, @Nullable String message) {
		return this.changes.cancel(booking, by, message).blockOptional(PATIENCE).orElseThrow();
	}

	private RescheduleOutcome reschedule(Booking booking, int time) {
		return reschedule(booking, Owners.time(this.calendar, time));
	}

	private RescheduleOutcome reschedule(Booking booking, Instant start) {
		return this.changes.reschedule(booking, start).blockOptional(PATIENCE).orElseThrow();
	}

	private Booking find(Booking booking) {
		return this.bookings.find(booking.id()).blockOptional(PATIENCE).orElseThrow();
	}

	private LinkState state() {
		return this.claims.resolve(this.link.token().hash()).blockOptional(PATIENCE).orElseThrow();
	}

	private void forgetInRedis() {
		assertThat(this.redis.delete(RedisKey.of(this.link.token().hash())).block(PATIENCE)).isOne();
		assertThat(this.redisClaims.resolve(this.link.token().hash()).blockOptional(PATIENCE)).isEmpty();
	}

	private long confirmed() {
		return count("select count(*) from booking where status = 'confirmed' and calendar_id = '%s'");
	}

	private long mostAtOnce() {
		return count("select coalesce(max(n), 0) from (select count(*) as n from booking"
				+ " where status = 'confirmed' and calendar_id = '%s' group by start_at) as times");
	}

	private long count(String sql) {
		return this.database.sql(sql.formatted(this.calendar.id()) + " /* the test asks */")
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void sql(String sql) {
		this.database.sql(sql + " /* the test asks */").then().block(PATIENCE);
	}

}
