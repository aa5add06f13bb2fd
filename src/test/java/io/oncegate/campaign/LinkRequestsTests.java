package io.oncegate.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.claim.Claims;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.link.LinkStatus;
import io.oncegate.link.LinkToken;
import io.oncegate.link.Links;
import io.oncegate.link.OneTimeLink;
import io.oncegate.link.Recipient;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Asking for a new link, and what the owner says to it. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class LinkRequestsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Autowired
	private Owners owners;

	@Autowired
	private LinkRequests requests;

	@Autowired
	private OneTimeLinks issued;

	@Autowired
	private Links links;

	@Autowired
	private Claims claims;

	@Autowired
	private Calendars calendars;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	private IssuedLink dead;

	@BeforeEach
	void issue() {
		this.calendar = this.owners.calendar(30, 1);
		this.dead = this.issued
			.issue(this.calendar.owner().id(), this.calendar.id(), new Recipient("Ada", "ada@example.com", "CRM-7"),
					null, null)
			.delayUntil((link) -> this.issued.revoke(this.calendar.owner().id(), link.link().id()))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	@Test
	void addressBecomesALinkWhenTheRequestIsGranted() {
		LinkToken fresh = this.requests.newAddress();
		assertThat(ask(fresh)).isTrue();
		assertThat(this.links.findByHash(fresh.hash()).blockOptional(PATIENCE)).isEmpty();
		LinkRequest request = find(fresh);
		assertThat(request.status()).isEqualTo(LinkRequest.Status.OPEN);
		assertThat(request.linkId()).isEqualTo(this.dead.link().id());
		assertThat(this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 10)
			.map(AskedRequest::request)
			.collectList()
			.block(PATIENCE)).containsExactly(request);

		assertThat(grant(request).status()).isEqualTo(LinkRequest.Status.GRANTED);
		OneTimeLink link = this.links.findByHash(fresh.hash()).blockOptional(PATIENCE).orElseThrow();
		assertThat(link.status()).isEqualTo(LinkStatus.ACTIVE);
		assertThat(link.recipient()).isEqualTo(new Recipient("Grace", "grace@example.com", "CRM-7"));
		assertThat(this.claims.resolve(fresh.hash()).blockOptional(PATIENCE)).isPresent();
	}

	@Test
	void askingAgainForTheSameAddressIsOneRequest() {
		LinkToken fresh = this.requests.newAddress();
		assertThat(ask(fresh)).isTrue();
		assertThat(ask(fresh)).isTrue();
		assertThat(this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 10)
			.map(AskedRequest::request)
			.collectList()
			.block(PATIENCE)).hasSize(1);
	}

	@Test
	void ofManyWhoAskAtOnceWithOneLinkOnlyAFewAreHeard() {
		for (int round = 0; round < 20; round++) {
			issue();
			List<Boolean> heard = Flux.range(0, 50)
				.flatMap((n) -> this.requests
					.ask(this.calendar.owner().id(), this.dead.token().hash(), this.requests.newAddress().hash(),
							"Racer", "racer@example.com", null)
					.subscribeOn(Schedulers.parallel()), 50)
				.collectList()
				.blockOptional(PATIENCE)
				.orElseThrow();
			assertThat(heard).filteredOn((yes) -> yes).hasSize(LinkRequests.MOST_OF_A_LINK);
			assertThat(this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 100)
				.map(AskedRequest::request)
				.collectList()
				.block(PATIENCE)).hasSize(LinkRequests.MOST_OF_A_LINK);
		}
	}

	@Test
	void calendarHasAsManyUnansweredRequestsAsAnOwnerMightRead() {
		this.database
			.sql("""
					insert into link_request (id, owner_id, link_id, calendar_id, token_hash, name, email)
					select gen_random_uuid(), :owner, :link, :calendar, sha256(n::text::bytea || :link::text::bytea), 'x', 'x@example.com'
					from generate_series(1, :most) as n""")
			.bind("link", this.owners.link(this.calendar).link().id())
			.bind("calendar", this.calendar.id())
			.bind("owner", this.calendar.owner().id())
			.bind("most", LinkRequests.MOST_OPEN)
			.then()
			.block(PATIENCE);
		assertThat(ask(this.requests.newAddress())).isFalse();
		LinkRequest one = this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 1)
			.map(AskedRequest::request)
			.blockFirst(PATIENCE);
		decline(one);
		assertThat(ask(this.requests.newAddress())).isTrue();
	}

	@Test
	void addressOfALinkThatThereIsCannotBeAskedFor() {
		IssuedLink other = this.owners.link(this.calendar);
		assertThat(this.requests
			.ask(this.calendar.owner().id(), this.dead.token().hash(), other.token().hash(), "Grace",
					"grace@example.com", null)
			.blockOptional(PATIENCE)).isEmpty();
	}

	/** Whoever has a link of another owner could send it as the address for a new one. */
	@Test
	void addressOfALinkOfAnotherOwnerCannotBeAskedFor() {
		Calendar elsewhere = this.owners.calendar(this.owners.owner(this.owners.add("Elsewhere")), ZoneOffset.UTC, 30,
				1);
		IssuedLink other = this.owners.link(elsewhere);
		assertThat(ask(this.dead, other.token())).isEmpty();
		LinkToken asked = this.requests.newAddress();
		ask(asked);
		assertThat(this.requests
			.ask(elsewhere.owner().id(), other.token().hash(), asked.hash(), "Eve", "e@example.com", null)
			.blockOptional(PATIENCE)).isEmpty();
	}

	private Optional<Boolean> ask(IssuedLink dead, LinkToken fresh) {
		return this.requests
			.ask(dead.link().ownerId(), dead.token().hash(), fresh.hash(), "Grace", "grace@example.com", null)
			.blockOptional(PATIENCE);
	}

	@Test
	void unknownLinkIsNotAskedFor() {
		assertThat(this.requests
			.ask(this.calendar.owner().id(), this.requests.newAddress().hash(), this.requests.newAddress().hash(), "A",
					"a@example.com", null)
			.blockOptional(PATIENCE)).isEmpty();
	}

	@Test
	void ownerAnswersOnce() {
		LinkToken granted = this.requests.newAddress();
		ask(granted);
		assertThat(grant(find(granted)).status()).isEqualTo(LinkRequest.Status.GRANTED);
		assertThat(decline(find(granted)).status()).isEqualTo(LinkRequest.Status.GRANTED);
		LinkToken declined = this.requests.newAddress();
		ask(declined);
		assertThat(decline(find(declined)).status()).isEqualTo(LinkRequest.Status.DECLINED);
		assertThat(grant(find(declined)).status()).isEqualTo(LinkRequest.Status.DECLINED);
		assertThat(this.links.findByHash(declined.hash()).blockOptional(PATIENCE)).isEmpty();
	}

	@Test
	void grantingTwiceAtOnceMakesOneLink() {
		LinkToken fresh = this.requests.newAddress();
		ask(fresh);
		LinkRequest request = find(fresh);
		Flux.fromStream(IntStream.range(0, 50).boxed())
			.flatMap((n) -> this.requests.grant(this.calendar.owner().id(), request.id())
				.subscribeOn(Schedulers.parallel()), 50)
			.then()
			.block(PATIENCE);
		assertThat(this.issued.page(this.calendar.owner().id(), this.calendar.id(), LinkStatus.ACTIVE, null, null, 10)
			.blockOptional(PATIENCE)
			.orElseThrow()
			.links()).hasSize(1);
	}

	@Test
	void grantedLinkIsForWhoAsksAndElseAsTheOneInWhosePlaceItIs() {
		Instant date = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MICROS);
		this.dead = this.issued
			.issue(this.calendar.owner().id(), this.calendar.id(), new Recipient("Ada", "ada@example.com", "CRM-7"),
					date, "{\"stage\": 2}")
			.delayUntil((link) -> this.issued.revoke(this.calendar.owner().id(), link.link().id()))
			.blockOptional(PATIENCE)
			.orElseThrow();
		OneTimeLink link = granted();
		assertThat(link.recipient()).isEqualTo(new Recipient("Grace", "grace@example.com", "CRM-7"));
		assertThat(link.inPlaceOf()).isEqualTo(this.dead.link().id());
		assertThat(link.metadata()).isEqualTo("{\"stage\": 2}");
		assertThat(link.expiresAt()).isEqualTo(date);
		assertThat(link.campaignId()).isNull();
	}

	@Test
	void offerThatWasLimitedStaysLimitedAfterItsDate() {
		this.database
			.sql("""
					update /* the test asks */ one_time_link set created_at = now() - interval '10 days', expires_at = now() - interval '3 days'
					where id = :id""")
			.bind("id", this.dead.link().id())
			.then()
			.block(PATIENCE);
		Instant date = granted().expiresAt();
		assertThat(date).isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(8)));
		assertThat(granted().expiresAt()).isNotNull();
	}

	@Test
	void requestsOfALinkComeBackWithTheDayAndWithWhatIsDeclined() {
		for (int n = 0; n < LinkRequests.MOST_OF_A_LINK; n++) {
			assertThat(ask(this.requests.newAddress())).isTrue();
		}
		assertThat(ask(this.requests.newAddress())).isFalse();
		List<LinkRequest> all = this.requests.listOwned(this.calendar.owner().id(), this.calendar.id(), true, null, 9)
			.map(AskedRequest::request)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
		decline(all.get(0));
		assertThat(ask(this.requests.newAddress())).isTrue();
		grant(all.get(1));
		assertThat(ask(this.requests.newAddress())).isFalse();
		this.database.sql(
				"update link_request set created_at = created_at - interval '25 hours' where calendar_id = :calendar /* the test asks */")
			.bind("calendar", this.calendar.id())
			.then()
			.block(PATIENCE);
		assertThat(ask(this.requests.newAddress())).isTrue();
	}

	private OneTimeLink granted() {
		LinkToken fresh = this.requests.newAddress();
		assertThat(ask(fresh)).isTrue();
		grant(find(fresh));
		return this.links.findByHash(fresh.hash()).blockOptional(PATIENCE).orElseThrow();
	}

	@Test
	void nobodyElseAnswers() {
		LinkToken fresh = this.requests.newAddress();
		ask(fresh);
		UUID stranger = UUID.randomUUID();
		assertThat(this.requests.grant(stranger, find(fresh).id()).blockOptional(PATIENCE)).isEmpty();
		assertThat(this.requests.decline(stranger, find(fresh).id()).blockOptional(PATIENCE)).isEmpty();
		assertThat(find(fresh).status()).isEqualTo(LinkRequest.Status.OPEN);
	}

	@Test
	void unansweredRequestsAreCountedWhileTheirCalendarIsThere() {
		UUID owner = this.calendar.owner().id();
		long before = this.requests.countOpen(owner).blockOptional(PATIENCE).orElseThrow();
		ask(this.requests.newAddress());
		assertThat(this.requests.countOpen(owner).block(PATIENCE)).isEqualTo(before + 1);
		this.calendars.remove(owner, this.calendar.id()).block(PATIENCE);
		assertThat(this.requests.countOpen(owner).block(PATIENCE)).isEqualTo(before);
	}

	private boolean ask(LinkToken fresh) {
		return this.requests
			.ask(this.calendar.owner().id(), this.dead.token().hash(), fresh.hash(), "Grace", "grace@example.com",
					"I had to cancel")
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private LinkRequest find(LinkToken fresh) {
		return this.requests.find(fresh.hash()).blockOptional(PATIENCE).orElseThrow();
	}

	private LinkRequest grant(LinkRequest request) {
		return this.requests.grant(this.calendar.owner().id(), request.id()).blockOptional(PATIENCE).orElseThrow();
	}

	private LinkRequest decline(@Nullable LinkRequest request) {
		return this.requests.decline(this.calendar.owner().id(), Objects.requireNonNull(request).id())
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
