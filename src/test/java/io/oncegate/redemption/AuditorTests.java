package io.oncegate.redemption;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oncegate.telemetry.Meters;
import io.oncegate.link.Links;
import io.oncegate.booking.LostBookings;
import io.oncegate.booking.Booking;
import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Bookings.Made;
import io.oncegate.booking.Invitee;
import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.claim.ClaimOutcome;
import io.oncegate.claim.Claims;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.link.LinkEndings.Ending;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.RedisKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What the auditor finds and mends, of what was planted in the stores. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class AuditorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Invitee INVITEE = new Invitee("Ada", "ada@example.com", null, null);

	@Autowired
	private Auditor auditor;

	@Autowired
	private LinkClaims linkClaims;

	@Autowired
	private Leases leases;

	@Autowired
	private Redemptions redemptions;

	@Autowired
	private Claims claims;

	@Autowired
	private Owners owners;

	@Autowired
	private LostBookings lostBookings;

	@Autowired
	private Links links;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private DatabaseClient database;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	private Calendar calendar;

	private IssuedLink link;

	@BeforeEach
	void issue() {
		// So that only this test mends anything, and nothing that others have just left.
		this.auditor.stop();
		sql("""
				update booking set created_at = created_at - interval '10 seconds',
					changed_at = changed_at - interval '10 seconds'
				where coalesce(changed_at, created_at) > now() - interval '10 seconds'""");
		this.calendar = this.owners.calendar(30, 2);
		this.link = this.owners.link(this.calendar);
		audit();
	}

	@ParameterizedTest
	@ValueSource(strings = { "active", "claimed", "lapsed", "revoked", "redeemed by another" })
	void aSpentLinkThatRedisCallsSomethingElseIsRedeemed(String state) {
		Booking booking = book(this.link, 0);
		age(booking);
		plant(state);
		double before = reconciled("redeemed");
		audit();
		assertThat(this.claims.resolve(this.link.token().hash()).blockOptional(PATIENCE).orElseThrow().bookingId())
			.isEqualTo(booking.id());
		assertThat(reconciled("redeemed")).isEqualTo(before + 1);
	}

	@Test
	void aSpentLinkIsLeftAloneWhileItsCommitMayBeUnderWay() {
		book(this.link, 0);
		plant("claimed");
		audit();
		assertThat(status(this.link)).isEqualTo(LinkStatus.CLAIMED);
	}

	@Test
	void aLinkThatIsSpentInRedisAloneIsGivenBackAndReportedOnce() {
		plant("redeemed by another");
		audit();
		audit();
		assertThat(lostOfTheLink()).isEqualTo(1);
		assertThat(violations(Law.CONFIRMATION_DURABLE))
			.isEqualTo(this.lostBookings.count().blockOptional(PATIENCE).orElseThrow().doubleValue());
		assertThat(this.claims.resolve(this.link.token().hash()).blockOptional(PATIENCE)).isEmpty();
		assertThat(book(this.link, 0)).isNotNull();
	}

	@Test
	void aLostBookingThatSeveralGatewaysFindIsRecordedOnce() {
		UUID booking = UUID.randomUUID();
		for (LostConfirmations gateway : List.of(lost("give-back"), lost("give-back"))) {
			StepVerifier.create(gateway.found(booking, Ending.of(this.link.link()))).expectComplete().verify(PATIENCE);
		}
		assertThat(lostOfTheLink()).isEqualTo(1);
		assertThat(status(this.link)).isEqualTo(LinkStatus.ACTIVE);
	}

	private Long lostOfTheLink() {
		return this.database.sql("select count(*) from lost_booking where link_id = :link /* the test asks */")
			.bind("link", this.link.link().id())
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	@Test
	void theLinkOfALostBookingIsKeptIfTheOperatorWantsThat() {
		StepVerifier.create(lost("keep").found(UUID.randomUUID(), Ending.of(this.link.link())))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.links.findAll(this.calendar.owner().id(), List.of(this.link.link().id())).blockFirst(PATIENCE))
			.extracting(OneTimeLink::status)
			.isEqualTo(LinkStatus.REVOKED);
	}

	private LostConfirmations lost(String setting) {
		return new LostConfirmations(this.lostBookings, this.links, new Meters(new SimpleMeterRegistry()), setting);
	}

	@Test
	void aLinkThatIsRevokedInRedisAloneIsGivenBack() {
		plant("revoked");
		audit();
		assertThat(book(this.link, 0)).isNotNull();
	}

	@Test
	void aRevokedLinkThatRedisCallsActiveIsRevokedThere() {
		sql("update one_time_link set revoked_at = now() where id = '%s'".formatted(this.link.link().id()));
		audit();
		assertThat(status(this.link)).isEqualTo(LinkStatus.REVOKED);
	}

	@Test
	void aClaimWhoseLeaseHasRunOutIsReleased() {
		plant("lapsed");
		double before = reconciled("released");
		audit();
		assertThat(status(this.link)).isEqualTo(LinkStatus.ACTIVE);
		assertThat(reconciled("released")).isEqualTo(before + 1);
	}

	@Test
	void aClaimWhoseLeaseRunsIsLeftAlone() {
		plant("claimed");
		audit();
		assertThat(status(this.link)).isEqualTo(LinkStatus.CLAIMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "of another type", "claim", "l", "i" })
	void aLinkThatMakesNoSenseKeepsNobodyFromTheOthers(String broken) {
		plant("lapsed");
		String key = RedisKey.of(this.link.link().hash());
		switch (broken) {
			case "of another type" ->
				this.redis.delete(key).then(this.redis.opsForValue().set(key, "text")).block(PATIENCE);
			case "claim" -> this.redis.opsForHash().put(key, "h", "no id").block(PATIENCE);
			default -> this.redis.opsForHash().remove(key, broken).block(PATIENCE);
		}
		assertThat(book(this.link, 0)).as("PostgreSQL decides").isNotNull();
		IssuedLink other = this.owners.link(this.calendar);
		sql("update one_time_link set revoked_at = now() where id = '%s'".formatted(other.link().id()));
		audit();
		assertThat(status(other)).isEqualTo(LinkStatus.REVOKED);
	}

	@Test
	void aBookingMadeWithARevokedLinkIsReported() {
		Booking booking = book(this.link, 0);
		age(booking);
		assertReported("update one_time_link set revoked_at = '%s'::timestamptz - interval '1 minute' where id = '%s'"
			.formatted(booking.createdAt(), this.link.link().id()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "revoked_at", "archived_at" })
	void aBookingMadeWithALinkOfACampaignThatIsOverIsReported(String since) {
		Booking booking = book(this.link, 0);
		age(booking);
		assertReported(
				"""
						with campaign as (
							insert into campaign (id, owner_id, calendar_id, name, issued, %s)
							values (gen_random_uuid(), '%s', '%s', 'Spring', 1, '%s'::timestamptz - interval '1 minute') returning id)
						update one_time_link set campaign_id = (select id from campaign), campaign_row = 1 where id = '%s'"""
					.formatted(since, this.calendar.owner().id(), this.calendar.id(), booking.createdAt(),
							this.link.link().id()));
	}

	@Test
	void aRevokedLinkThatIsGivenBackIsReported() {
		Booking booking = book(this.link, 0);
		age(booking);
		assertReported("""
				with revoked as (
					update one_time_link set revoked_at = now() - interval '8 seconds' where id = '%s' returning id)
				update booking set status = 'cancelled', gave_back = true, changed_at = now() - interval '6 seconds'
				where link_id = (select id from revoked)""".formatted(this.link.link().id()));
	}

	@Test
	void aBookingWithoutALinkOfACalendarThatIsNotSharedIsReported() {
		Booking booking = book(this.link, 0);
		age(booking);
		sql("update booking set link_id = null where id = '%s'".formatted(booking.id()));
		assertReported("update calendar set scheduling_open = false, permanent_open = false,"
				+ " unshared_at = '%s'::timestamptz - interval '1 minute' where id = '%s'"
					.formatted(booking.createdAt(), this.calendar.id()));
	}

	private void assertReported(String violation) {
		double before = violations(Law.NOTHING_ELSE_OPENED);
		sql(violation);
		audit();
		assertThat(violations(Law.NOTHING_ELSE_OPENED)).isEqualTo(before + 1);
	}

	@Test
	void aLinkWithTwoBookingsIsReported() {
		age(book(this.link, 0));
		IssuedLink other = this.owners.link(this.calendar);
		Booking second = book(other, 1);
		age(second);
		sql("drop index booking_one_per_link");
		try {
			sql("update booking set link_id = '%s' where id = '%s'".formatted(this.link.link().id(), second.id()));
			double before = violations(Law.ONE_BOOKING_PER_LINK);
			audit();
			audit();
			assertThat(violations(Law.ONE_BOOKING_PER_LINK)).isEqualTo(before + 1);
		}
		finally {
			sql("delete from booking where id = '%s'".formatted(second.id()));
			sql("create unique index booking_one_per_link on booking (link_id)"
					+ " where link_id is not null and not gave_back");
		}
	}

	@Test
	void aCancellationThatRedisMissedIsFollowed() {
		Booking booking = book(this.link, 0);
		age(booking);
		audit();
		sql("select cancel_booking('%s', '%s', 'invitee', null)".formatted(booking.ownerId(), booking.id()));
		sql("update booking set changed_at = changed_at - interval '5 seconds' where id = '%s'"
			.formatted(booking.id()));
		assertThat(status(this.link)).isEqualTo(LinkStatus.REDEEMED);
		followBookings();
		assertThat(this.claims.resolve(this.link.token().hash()).blockOptional(PATIENCE)).isEmpty();
	}

	@Test
	void aRescheduledBookingThatOverbooksIsReported() {
		for (int n = 0; n < 3; n++) {
			Booking booking = book(this.owners.link(this.calendar), n);
			age(booking);
		}
		audit();
		double before = violations(Law.NO_OVERBOOKING);
		sql("""
				update booking set seat = (extract(epoch from start_at) / 1800)::integer %% 1000 + 10, start_at = '%1$s',
					end_at = '%1$s'::timestamptz + interval '30 minutes',
					busy_until = '%1$s'::timestamptz + interval '30 minutes', changed_at = now() - interval '5 seconds'
				where calendar_id = '%2$s'"""
			.formatted(Owners.time(this.calendar, 5), this.calendar.id()));
		followBookings();
		assertThat(violations(Law.NO_OVERBOOKING)).isGreaterThan(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "15" })
	void anOverbookedTimeIsReported(String minutesLater) {
		for (int n = 0; n < 3; n++) {
			Booking booking = book(this.owners.link(this.calendar), n);
			sql("""
					update booking set seat = %d, start_at = '%s'::timestamptz + interval '%s minutes',
						end_at = '%2$s'::timestamptz + interval '45 minutes',
						busy_until = '%2$s'::timestamptz + interval '45 minutes',
						created_at = created_at - interval '10 seconds' where id = '%s'""".formatted(n + 1,
					Owners.time(this.calendar, 0), (n == 2) ? minutesLater : "0", booking.id()));
		}
		double before = violations(Law.NO_OVERBOOKING);
		audit();
		assertThat(violations(Law.NO_OVERBOOKING)).isGreaterThan(before);
		sql("delete from booking where calendar_id = '%s'".formatted(this.calendar.id()));
	}

	@Test
	void seatsThatTheOwnerTakesAwayAreNoViolation() {
		age(book(this.link, 0));
		age(book(this.owners.link(this.calendar), 0));
		sql("update calendar set seats_per_slot = 1, schedule_version = 2, earlier_until = now() + interval '9 days'"
				+ " where id = '%s'".formatted(this.calendar.id()));
		double before = violations(Law.NO_OVERBOOKING);
		audit();
		assertThat(violations(Law.NO_OVERBOOKING)).isEqualTo(before);
	}

	@Test
	void aBookingThatIsInRedisAloneIsNotVouchedFor() {
		BookingRequest request = BookingRequest.of(Owners.time(this.calendar, 0), INVITEE, "key");
		StepVerifier.create(this.redemptions.redeem(this.link.token(), request))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
		sql("delete from booking where link_id = '%s'".formatted(this.link.link().id()));
		StepVerifier.create(this.redemptions.redeem(this.link.token(), request))
			.expectError(OutcomeUnknownException.class)
			.verify(PATIENCE);
	}

	@Test
	void bookingsMadeDuringALongOutageOfRedisAreFollowed() {
		sql("update booking set created_at = now() - interval '30 minutes' where id = '%s'"
			.formatted(book(this.link, 0).id()));
		plant("active");
		Made outage = new Made(Instant.now().minus(Duration.ofMinutes(40)), new UUID(0, 0), this.calendar.owner().id(),
				null);
		ReflectionTestUtils.setField(this.auditor, "lastBooking", outage);
		ReflectionTestUtils.setField(this.auditor, "onceMore", null);
		for (int connections = 0; connections < 3; connections++) {
			this.auditor.startOver();
			assertThat(this.auditor).extracting("onceMore.at").isEqualTo(outage.at().minus(Duration.ofMinutes(15)));
		}
		followBookings();
		assertThat(status(this.link)).as("before the older ones are followed").isEqualTo(LinkStatus.REDEEMED);
		assertThat(this.auditor).extracting("onceMore").isNotNull();
	}

	@Test
	void anotherReconnectionLeavesOutNothing() {
		Made last = new Made(Instant.now().minus(Duration.ofMinutes(1)), new UUID(0, 0), this.calendar.owner().id(),
				null);
		Made underWay = new Made(last.at().minus(Duration.ofMinutes(20)), new UUID(0, 0), this.calendar.owner().id(),
				null);
		ReflectionTestUtils.setField(this.auditor, "lastBooking", last);
		ReflectionTestUtils.setField(this.auditor, "onceMore", underWay);
		this.auditor.startOver();
		assertThat(this.auditor).extracting("onceMore").isEqualTo(underWay);
		followOnceMore();
		assertThat(this.auditor).extracting("onceMore").isNull();
	}

	@Test
	void aRedemptionThatIsSettledLeavesNoLease() {
		double before = leases("outstanding");
		book(this.link, 0);
		assertThat(leases("outstanding")).isEqualTo(before);
	}

	@Test
	void aClaimThatIsLeftToItsLeaseIsLookedAtWhenThatHasRunOut() {
		UUID claimId = UUID.randomUUID();
		assertThat(claimed(claimId)).isInstanceOf(ClaimOutcome.Granted.class);
		assertThat(leases("outstanding")).isOne();
		assertThat(leases("overdue")).isZero();
		assertThat(this.auditor.lookAtOverdue().block(PATIENCE)).isZero();
		Object length = Objects.requireNonNull(ReflectionTestUtils.getField(this.leases, "length"));
		ReflectionTestUtils.setField(this.leases, "length", Duration.ZERO);
		try {
			this.redis.opsForHash().put(RedisKey.of(this.link.link().hash()), "l", "1").block(PATIENCE);
			assertThat(leases("overdue")).isOne();
			double before = reconciled("released");
			assertThat(this.auditor.lookAtOverdue().block(PATIENCE)).isOne();
			assertThat(reconciled("released")).isEqualTo(before + 1);
		}
		finally {
			ReflectionTestUtils.setField(this.leases, "length", length);
		}
		assertThat(status(this.link)).isEqualTo(LinkStatus.ACTIVE);
		assertThat(leases("outstanding")).isZero();
		assertThat(leases("overdue")).isZero();
	}

	@Test
	void whoeverFollowsTheBookingsToTheEndIsNotBehind() {
		ReflectionTestUtils.setField(this.auditor, "knewAllBookings",
				System.nanoTime() - Duration.ofHours(1).toNanos());
		assertThat(lag("bookings")).isGreaterThan(3599);
		followBookings();
		assertThat(lag("bookings")).isLessThan(60);
		ReflectionTestUtils.setField(this.auditor, "knewAllLinks", System.nanoTime() - Duration.ofHours(1).toNanos());
		assertThat(lag("links")).isGreaterThan(3599);
		audit();
		assertThat(lag("links")).isLessThan(60);
	}

	private ClaimOutcome claimed(UUID claimId) {
		return this.linkClaims.claim(this.link.link().hash(), claimId, null).blockOptional(PATIENCE).orElseThrow();
	}

	private double leases(String which) {
		return this.meters.get("oncegate.leases." + which).gauge().value();
	}

	private double lag(String of) {
		return this.meters.get("oncegate.audit.lag").tag("of", of).gauge().value();
	}

	private void audit() {
		this.auditor.startOver();
		followBookings();
		followOnceMore();
		beginWithTheLinksOfThisTest();
		while (this.auditor.goThroughLinks().blockOptional(PATIENCE).orElseThrow() == Auditor.PAGE) {
			// There are more.
		}
	}

	/** There are many thousands of others, and ids are in the order of time. */
	private void beginWithTheLinksOfThisTest() {
		UUID first = this.link.link().id();
		ReflectionTestUtils.setField(this.auditor, "lastLink",
				new UUID(first.getMostSignificantBits() - 1, first.getLeastSignificantBits()));
	}

	private void followBookings() {
		while (this.auditor.followBookings().blockOptional(PATIENCE).orElseThrow() > 0) {
			// There are more.
		}
	}

	private void followOnceMore() {
		while (this.auditor.followOnceMore().blockOptional(PATIENCE).orElseThrow() > 0) {
			// There are more.
		}
	}

	/** Makes Redis say this of the link. */
	private void plant(String state) {
		UUID other = UUID.randomUUID();
		OneTimeLink fresh = this.link.link();
		String key = RedisKey.of(fresh.hash());
		this.redis.delete(key).then(this.claims.publish(fresh, null)).block(PATIENCE);
		switch (state) {
			case "claimed", "lapsed" -> this.claims.claim(fresh.hash(), other, null).block(PATIENCE);
			case "revoked" -> this.claims.revoke(fresh.hash(), null).block(PATIENCE);
			case "redeemed by another" ->
				this.claims
					.redeem(fresh.hash(),
							Booking.made(other, fresh.ownerId(), fresh.calendarId(), fresh.id(), Instant.now(),
									Instant.now(), INVITEE, null, Instant.now()))
					.block(PATIENCE);
			default -> assertThat(state).isEqualTo("active");
		}
		if (state.equals("lapsed")) {
			this.redis.opsForHash().put(key, "l", "1").block(PATIENCE);
		}
	}

	private Booking book(IssuedLink link, int time) {
		RedemptionOutcome outcome = this.redemptions
			.redeem(link.token(), BookingRequest.of(Owners.time(this.calendar, time), INVITEE, null))
			.blockOptional(PATIENCE)
			.orElseThrow();
		return ((Redeemed) outcome).booking();
	}

	/** Makes a booking old enough that its commit cannot be under way. */
	private void age(Booking booking) {
		sql("update booking set created_at = created_at - interval '10 seconds' where id = '%s'"
			.formatted(booking.id()));
	}

	private void sql(String sql) {
		this.database.sql(sql + " /* the test asks */").then().block(PATIENCE);
	}

	private LinkStatus status(IssuedLink link) {
		return this.claims.resolve(link.token().hash()).blockOptional(PATIENCE).orElseThrow().status();
	}

	private double reconciled(String resolution) {
		return this.meters.get("oncegate.claims.reconciled").tag("resolution", resolution).counter().count();
	}

	private double violations(Law law) {
		return this.meters.get("oncegate.invariant.violations")
			.tag("law", law.name().toLowerCase(Locale.ROOT))
			.gauge()
			.value();
	}

}
