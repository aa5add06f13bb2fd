package io.oncegate.claim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.oncegate.booking.Booking;
import io.oncegate.booking.Idempotency;
import io.oncegate.booking.Invitee;
import io.oncegate.calendar.Calendar;
import io.oncegate.campaign.IssuedLink;
import io.oncegate.claim.ClaimOutcome.Dead;
import io.oncegate.claim.ClaimOutcome.Granted;
import io.oncegate.claim.ClaimOutcome.Held;
import io.oncegate.claim.ClaimOutcome.Redeemed;
import io.oncegate.claim.ClaimOutcome.RefusedBefore;
import io.oncegate.claim.ClaimOutcome.Unknown;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.TokenHash;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The states of the links as the gateway sees them. */
@GatewayTest
class ClaimsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Idempotency MINE = Idempotency.of("my key", "my request");

	private static final Idempotency YOURS = Idempotency.of("your key", "your request");

	private static final Instant PAST = Instant.parse("2020-02-29T12:34:56.789Z");

	private static final Instant FUTURE = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);

	@Autowired
	private Claims claims;

	@Autowired
	private Owners owners;

	@Autowired
	private ReactiveRedisConnectionFactory redis;

	@Autowired
	private CircuitBreaker circuit;

	@Test
	void aLinkIsGivenBackAlsoWhileTheCircuitIsOpen() {
		OneTimeLink link = this.owners.link(this.owners.calendar(30, 1)).link();
		UUID claimId = UUID.randomUUID();
		this.claims.claim(link.hash(), claimId, null).block(PATIENCE);
		this.circuit.transitionToForcedOpenState();
		try {
			StepVerifier.create(this.claims.resolve(link.hash()))
				.expectError(ClaimsUnavailableException.class)
				.verify(PATIENCE);
			StepVerifier.create(this.claims.release(link.hash(), claimId, null))
				.expectNext(true)
				.expectComplete()
				.verify(PATIENCE);
		}
		finally {
			this.circuit.transitionToClosedState();
		}
	}

	private final UUID claim = UUID.randomUUID();

	@Test
	void issuedLinkIsActive() {
		Calendar calendar = this.owners.calendar(30, 1);
		IssuedLink issued = this.owners.link(calendar);
		assertThat(state(issued.link()))
			.isEqualTo(new LinkState(LinkStatus.ACTIVE, calendar.id(), null, Duration.ZERO, null, null));
	}

	@Test
	void unknownLinkHasNoStateAndCannotBeClaimed() {
		OneTimeLink link = link(LinkStatus.ACTIVE, null);
		assertThat(await(this.claims.resolve(link.hash()).hasElement())).isFalse();
		assertThat(claim(link, this.claim, MINE)).isEqualTo(new Unknown());
		assertThat(await(this.claims.confirm(link.hash(), this.claim, booking(link, MINE)))).isFalse();
		assertThat(await(this.claims.release(link.hash(), this.claim, null))).isFalse();
		assertThat(await(this.claims.revoke(link.hash(), null))).isFalse();
		assertThat(await(this.claims.resolve(link.hash()).hasElement())).isFalse();
	}

	@Test
	void publishedLinkIsNeverWrittenOver() {
		OneTimeLink link = published(LinkStatus.ACTIVE, FUTURE);
		LinkState state = state(link);
		assertThat(state)
			.isEqualTo(new LinkState(LinkStatus.ACTIVE, link.calendarId(), FUTURE, Duration.ZERO, null, null));
		OneTimeLink other = new OneTimeLink(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), link.hash(),
				LinkStatus.REVOKED, null, null, Instant.now(), PAST, null, null, null, null, null);
		assertThat(await(this.claims.publish(other, null))).isFalse();
		assertThat(state(link)).isEqualTo(state);
	}

	@Test
	void claimOfActiveLinkIsGranted() {
		OneTimeLink link = published(LinkStatus.ACTIVE, FUTURE);
		assertThat(claim(link, this.claim, null)).isEqualTo(new Granted(link.id(), link.calendarId()));
		assertThat(claim(link, this.claim, null)).isEqualTo(new Granted(link.id(), link.calendarId()));
		LinkState state = state(link);
		assertThat(state.leaseLeft()).isPositive().isLessThanOrEqualTo(LEASE);
		assertThat(state)
			.isEqualTo(new LinkState(LinkStatus.CLAIMED, link.calendarId(), FUTURE, state.leaseLeft(), null, null));
	}

	@Test
	void claimOfClaimedLinkNamesItsHolder() {
		OneTimeLink link = published(LinkStatus.ACTIVE, null);
		claim(link, this.claim, MINE);
		Held held = (Held) claim(link, UUID.randomUUID(), YOURS);
		assertThat(held.leaseLeft()).isPositive().isLessThanOrEqualTo(LEASE);
		assertThat(held.holder()).isEqualTo(MINE);
	}

	@Test
	void claimOfLinkClaimedWithoutKeyNamesNobody() {
		OneTimeLink link = published(LinkStatus.ACTIVE, null);
		claim(link, this.claim, null);
		assertThat(((Held) claim(link, UUID.randomUUID(), YOURS)).holder()).isNull();
	}

	@Test
	void claimOfRedeemedLinkNamesItsBooking() {
		OneTimeLink link = published(LinkStatus.ACTIVE, null);
		Booking booking = booking(link, MINE);
		claim(link, this.claim, MINE);
		assertThat(await(this.claims.confirm(link.hash(), UUID.randomUUID(), booking))).isFalse();
		assertThat(await(this.claims.confirm(link.hash(), this.claim, booking))).isTrue();
		assertThat(await(this.claims.confirm(link.hash(), this.claim, booking))).isTrue();
		assertThat(state(link))
			.isEqualTo(new LinkState(LinkStatus.REDEEMED, link.calendarId(), null, Duration.ZERO, booking.id(), null));
		assertThat(claim(link, UUID.randomUUID(), YOURS))
			.isEqualTo(new Redeemed(link.calendarId(), booking.id(), MINE));
		assertThat(await(this.claims.revoke(link.hash(), null))).isFalse();
		assertThat(await(this.claims.release(link.hash(), this.claim, null))).isFalse();
	}

	@Test
	void claimOfLinkRedeemedWithoutKeyNamesNobody() {
		OneTimeLink link = published(LinkStatus.ACTIVE, null);
		Booking booking = booking(link, null);
		claim(link, this.claim, MINE);
		assertThat(await(this.claims.confirm(link.hash(), this.claim, booking))).isTrue();
		assertThat(claim(link, UUID.randomUUID(), MINE)).isEqualTo(new Redeemed(link.calendarId(), booking.id(), null));
	}

	@Test
	void linkPublishedAsRedeemedNamesItsBooking() {
		OneTimeLink link = link(LinkStatus.REDEEMED, PAST);
		Booking booking = booking(link, YOURS);
		assertThat(await(this.claims.publish(link, booking))).isTrue();
		assertThat(state(link))
			.isEqualTo(new LinkState(LinkStatus.REDEEMED, link.calendarId(), null, Duration.ZERO, booking.id(), null));
		assertThat(claim(link, this.claim, MINE)).isEqualTo(new Redeemed(link.calendarId(), booking.id(), YOURS));
	}

	@ParameterizedTest
	@EnumSource(names = { "ACTIVE", "EXPIRED" })
	void claimOfExpiredLinkIsDead(LinkStatus status) {
		OneTimeLink link = published(status, PAST);
		assertThat(claim(link, this.claim, MINE)).isEqualTo(new Dead(link.calendarId(), LinkStatus.EXPIRED));
		assertThat(state(link))
			.isEqualTo(new LinkState(LinkStatus.EXPIRED, link.calendarId(), PAST, Duration.ZERO, null, null));
	}

	@Test
	void claimOfRevokedLinkIsDead() {
		OneTimeLink revoked = published(LinkStatus.ACTIVE, null);
		claim(revoked, this.claim, MINE);
		assertThat(await(this.claims.revoke(revoked.hash(), null))).isTrue();
		for (OneTimeLink link : List.of(revoked, published(LinkStatus.REVOKED, null))) {
			assertThat(claim(link, this.claim, MINE)).isEqualTo(new Dead(link.calendarId(), LinkStatus.REVOKED));
			assertThat(state(link))
				.isEqualTo(new LinkState(LinkStatus.REVOKED, link.calendarId(), null, Duration.ZERO, null, null));
		}
		assertThat(await(this.claims.confirm(revoked.hash(), this.claim, booking(revoked, MINE)))).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void refusalIsToldAgainToTheSameKey(Refusal refusal) {
		OneTimeLink link = published(LinkStatus.ACTIVE, null);
		claim(link, this.claim, MINE);
		assertThat(await(this.claims.release(link.hash(), UUID.randomUUID(), refusal))).isFalse();
		assertThat(await(this.claims.release(link.hash(), this.claim, refusal))).isTrue();
		assertThat(state(link).status()).isEqualTo(LinkStatus.ACTIVE);
		Idempotency reused = new Idempotency(MINE.key(), YOURS.request());
		for (Idempotency same : List.of(MINE, reused)) {
			assertThat(claim(link, UUID.randomUUID(), same)).isEqualTo(new RefusedBefore(refusal, MINE));
		}
		assertThat(claim(link, UUID.randomUUID(), YOURS)).isInstanceOf(Granted.class);
	}

	@Test
	void linkGivenBackWithoutRefusalIsClaimedAgain() {
		OneTimeLink link = published(LinkStatus.ACTIVE, null);
		claim(link, this.claim, MINE);
		assertThat(await(this.claims.release(link.hash(), this.claim, null))).isTrue();
		assertThat(await(this.claims.release(link.hash(), this.claim, null))).isFalse();
		assertThat(claim(link, UUID.randomUUID(), MINE)).isInstanceOf(Granted.class);
	}

	@Test
	void scriptsThatRedisHasForgottenAreLoadedAgain() {
		OneTimeLink link = link(LinkStatus.ACTIVE, null);
		Booking booking = booking(link, MINE);
		assertThat(afterFlush(this.claims.publish(link, null))).isTrue();
		assertThat(afterFlush(this.claims.resolve(link.hash())).status()).isEqualTo(LinkStatus.ACTIVE);
		assertThat(afterFlush(this.claims.claim(link.hash(), this.claim, MINE))).isInstanceOf(Granted.class);
		assertThat(afterFlush(this.claims.release(link.hash(), this.claim, null))).isTrue();
		assertThat(afterFlush(this.claims.claim(link.hash(), this.claim, MINE))).isInstanceOf(Granted.class);
		assertThat(afterFlush(this.claims.confirm(link.hash(), this.claim, booking))).isTrue();
		assertThat(afterFlush(this.claims.revoke(link.hash(), null))).isFalse();
	}

	@Test
	void manyNewLinksAreWrittenAsEachIsByItself() {
		List<OneTimeLink> links = Stream.of(FUTURE, null)
			.flatMap((expiresAt) -> Stream.generate(() -> link(LinkStatus.ACTIVE, expiresAt)).limit(130))
			.toList();
		this.claims.publishNew(links).block(PATIENCE);
		List<Map<String, String>> together = links.stream().map(this::written).toList();
		links.forEach((link) -> assertThat(await(this.claims.publish(link, null))).isFalse());
		links.forEach((link) -> await(this.redis.getReactiveConnection().keyCommands().del(key(link))));
		links.forEach((link) -> assertThat(await(this.claims.publish(link, null))).isTrue());
		assertThat(together).isEqualTo(links.stream().map(this::written).toList());
	}

	/** What Redis has of a link, and on which day it drops it. */
	private Map<String, String> written(OneTimeLink link) {
		ReactiveRedisConnection connection = this.redis.getReactiveConnection();
		Map<String, String> written = await(connection.hashCommands()
			.hGetAll(key(link))
			.collectMap((field) -> text(field.getKey()), (field) -> text(field.getValue())));
		long left = await(connection.keyCommands().pTtl(key(link)));
		written.put("until", (left < 0) ? "ever" : Instant.now().plusMillis(left).truncatedTo(ChronoUnit.DAYS) + "");
		return written;
	}

	private static ByteBuffer key(OneTimeLink link) {
		return ByteBuffer.wrap(RedisClaims.key(link.hash()));
	}

	private static String text(ByteBuffer bytes) {
		return StandardCharsets.ISO_8859_1.decode(bytes).toString();
	}

	private <T> T afterFlush(Mono<T> operation) {
		await(this.redis.getReactiveConnection().scriptingCommands().scriptFlush());
		return await(operation);
	}

	private OneTimeLink published(LinkStatus status, @Nullable Instant expiresAt) {
		OneTimeLink link = link(status, expiresAt);
		assertThat(await(this.claims.publish(link, null))).isTrue();
		return link;
	}

	private ClaimOutcome claim(OneTimeLink link, UUID claimId, @Nullable Idempotency idempotency) {
		return await(this.claims.claim(link.hash(), claimId, idempotency));
	}

	private LinkState state(OneTimeLink link) {
		return await(this.claims.resolve(link.hash()));
	}

	private static OneTimeLink link(LinkStatus status, @Nullable Instant expiresAt) {
		UUID id = UUID.randomUUID();
		return new OneTimeLink(id, UUID.randomUUID(), UUID.randomUUID(), TokenHash.of(id.toString()), status, null,
				null, Instant.now(), expiresAt, null, null, null, null, null);
	}

	private static Booking booking(OneTimeLink link, @Nullable Idempotency idempotency) {
		return Booking.made(UUID.randomUUID(), link.ownerId(), link.calendarId(), link.id(), FUTURE,
				FUTURE.plusSeconds(1800), new Invitee("Ada", "ada@example.com", null, null), idempotency,
				Instant.now());
	}

	private static <T> T await(Mono<T> answer) {
		return answer.blockOptional(PATIENCE).orElseThrow();
	}

}
