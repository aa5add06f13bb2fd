package io.oncegate.web.invitee;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.oncegate.booking.BookingRequest;
import io.oncegate.booking.Invitee;
import io.oncegate.booking.OverloadedException;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.redemption.RedemptionOutcome;
import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.redemption.Redemptions;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 9: without a one-time link a calendar opens by the links that its owner has
 * switched on, and by nothing else.
 */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class OpenLinksTests {

	private static final String CALENDARS = "/api/v1/calendars";

	private static final String PUBLIC = "/api/v1/public/calendars/";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private Redemptions redemptions;

	@Autowired
	private DatabaseClient database;

	private Client invitee;

	private Client owner;

	private Calendar calendar;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.owner = this.invitee.asOwner();
		this.calendar = this.owners.calendar(5, 1000);
	}

	@Test
	void aNewCalendarIsOpenedByNothing() {
		String slug = "slug-" + UUID.randomUUID();
		Answer made = this.owner.post(CALENDARS, """
				{"name": "Call", "slug": "%s", "timeZone": "UTC", "durationMinutes": 30,
				"weeklyHours": {"monday": [{"from": "09:00", "to": "17:00"}]}}""".formatted(slug)).is(201);
		assertThat(made.json().path("openLinks").toString()).isEqualTo("{\"scheduling\":false,\"permanent\":false}");
		assertThat(made.text("/publicId")).isNotEqualTo(made.text("/id"));
		for (String value : List.of(slug, made.text("/publicId"), made.text("/id"))) {
			assertOpens(value, false);
		}
		Answer share = this.owner.get(CALENDARS + "/" + made.text("/id") + "/share").is(200);
		assertThat(share.text("/schedulingLink")).endsWith("/s/" + slug);
		assertThat(share.text("/permanentLink")).endsWith("/c/" + made.text("/publicId"));
		assertThat(share.json().path("openLinks")).isEqualTo(made.json().path("openLinks"));
	}

	@ParameterizedTest
	@CsvSource({ "true, false", "false, true", "true, true", "false, false" })
	void eachLinkIsSwitchedByItself(boolean scheduling, boolean permanent) {
		open(scheduling, permanent);
		assertOpens(this.calendar.slug(), scheduling);
		assertOpens(this.calendar.publicId().toString(), permanent);
		assertOpens(this.calendar.id().toString(), false);
		this.invitee.get("/api/v1/links/" + this.owners.link(this.calendar).token().value()).is(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"openLinks\": null} | false | false", "{\"openLinks\": {\"permanent\": null}} | true | false",
					"{\"openLinks\": {}} | true | true", "{\"name\": \"Renamed\"} | true | true" })
	void aPatchSwitchesWhatItNames(String patch, boolean scheduling, boolean permanent) {
		Answer patched = this.owner.patch(CALENDARS + "/" + this.calendar.id(), patch).is(200);
		assertThat(patched.json().at("/openLinks/scheduling").asBoolean()).isEqualTo(scheduling);
		assertThat(patched.json().at("/openLinks/permanent").asBoolean()).isEqualTo(permanent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "\"yes\"", "[]", "{\"scheduling\": \"maybe\"}", "{\"embed\": true}" })
	void whatIsNoSwitchIsRefused(String openLinks) {
		this.owner.patch(CALENDARS + "/" + this.calendar.id(), "{\"openLinks\": " + openLinks + "}").isInvalidRequest();
	}

	@Test
	void aRenewedPermanentLinkIsTheOnlyOne() {
		String old = this.calendar.publicId().toString();
		Answer renewed = this.owner.post(CALENDARS + "/" + this.calendar.id() + "/renew-permanent-link", "").is(200);
		String fresh = renewed.text("/permanentLink").replaceFirst(".*/c/", "");
		assertThat(fresh).isNotIn(old, this.calendar.id().toString());
		assertOpens(old, false);
		assertOpens(fresh, true);
		assertThat(this.owner.get(CALENDARS + "/" + this.calendar.id() + "/share").json()).isEqualTo(renewed.json());
		this.owner.post(CALENDARS + "/" + UUID.randomUUID() + "/renew-permanent-link", "").isProblem(404, "not-found");
		this.owner
			.post(CALENDARS + "/"
					+ this.owners.calendar(this.owners.other(), this.calendar.schedule().zone(), 5, 1).id()
					+ "/renew-permanent-link", "")
			.isProblem(404, "not-found");
	}

	@Test
	void theEmbedCodeIsThatOfALinkThatIsOn() {
		for (boolean permanent : List.of(true, false)) {
			open(true, permanent);
			assertThat(this.owner.get(CALENDARS + "/" + this.calendar.id() + "/share").text("/embedCode"))
				.contains("data-calendar=\"" + (permanent ? this.calendar.publicId() : this.calendar.slug()) + "\"");
		}
	}

	@Test
	void theCommitRefusesWhoeverCameByALinkThatIsSwitchedOffSince() {
		String permanent = this.calendar.publicId().toString();
		open(true, false);
		assertThat(reason(book(permanent, 1).block(PATIENCE))).isEqualTo(Reason.UNSHARED);
		assertThat(book(this.calendar.slug(), 1).block(PATIENCE)).isInstanceOf(Redeemed.class);
		open(false, true);
		assertThat(reason(book(this.calendar.slug(), 1).block(PATIENCE))).isEqualTo(Reason.UNSHARED);
		assertThat(book(permanent, 1).block(PATIENCE)).isInstanceOf(Redeemed.class);
		this.owner.post(CALENDARS + "/" + this.calendar.id() + "/renew-permanent-link", "").is(200);
		assertThat(reason(book(permanent, 1).block(PATIENCE))).isEqualTo(Reason.UNSHARED);
		assertThat(reason(book(this.calendar.id().toString(), 1).block(PATIENCE))).isEqualTo(Reason.UNSHARED);
	}

	/** Whoever is told so by the commit is told the same as by the door. */
	@Test
	void whoeverFilledInTheFormMeanwhileIsToldThatItIsNoLongerShared() {
		for (String way : List.of("/s/" + this.calendar.slug(), "/c/" + this.calendar.publicId())) {
			this.invitee.get(way).isPage(200);
		}
		// As another gateway does it, of which this one hears nothing for half a second.
		this.database.sql(
				"update /* the test asks */ calendar set scheduling_open = false, permanent_open = false, unshared_at = now()"
						+ " where id = :id")
			.bind("id", this.calendar.id())
			.then()
			.block(PATIENCE);
		for (String way : List.of("/s/" + this.calendar.slug(), "/c/" + this.calendar.publicId())) {
			assertThat(this.invitee
				.submit(way, Map.of("start", Owners.time(this.calendar, 1).toString(), "name", "Ada", "email",
						"ada@example.com"))
				.isPage(404)
				.body()).contains("no longer shared");
		}
		this.invitee
			.post(PUBLIC + this.calendar.slug() + "/bookings", Client.booking(Owners.time(this.calendar, 1), "Ada"))
			.isProblem(404, "not-found");
	}

	@Test
	void nobodyBooksAfterTheSwitchHoweverManyTry() {
		Mono<Calendar> switched = Mono.defer(() -> this.calendars.change(this.calendar.owner().id(), this.calendar.id(),
				(before) -> new Calendar(before.id(), before.publicId(), before.owner(), before.slug(), before.name(),
						before.schedule(), before.seatsPerSlot(), before.minimumNotice(), before.horizonDays(),
						before.contact(), before.terms().with(OpenLinks.NONE), before.version(), before.createdAt(),
						before.deleted())));
		// In the midst of it one waits for the switch, while the others go on.
		List<RedemptionOutcome> outcomes = Flux.range(0, 300)
			.flatMap(
					(n) -> ((n == 100) ? switched.then() : Mono.<Void>empty()).then(book(this.calendar.slug(), n % 200))
						.subscribeOn(Schedulers.parallel()),
					64)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
		assertThat(outcomes).hasAtLeastOneElementOfType(Redeemed.class);
		assertThat(outcomes).filteredOn((outcome) -> outcome instanceof Refused)
			.extracting(OpenLinksTests::reason)
			.containsOnly(Reason.UNSHARED)
			.isNotEmpty();
		assertThat(this.database
			.sql("select /* the test asks */ count(*) from booking b join calendar c on c.id = b.calendar_id"
					+ " where c.id = :id and b.created_at > c.unshared_at")
			.bind("id", this.calendar.id())
			.mapValue(Long.class)
			.one()
			.block(PATIENCE)).isZero();
	}

	private Mono<RedemptionOutcome> book(String way, int time) {
		Instant start = Owners.time(this.calendar, time);
		return this.redemptions
			.book(this.calendar.id(), way,
					BookingRequest.of(start, new Invitee("Ada", "ada@example.com", null, null), null))
			.retryWhen(Retry.fixedDelay(20, Duration.ofMillis(50)).filter(OverloadedException.class::isInstance));
	}

	private static @Nullable Object reason(@Nullable Object outcome) {
		return (outcome instanceof Refused refused) ? refused.reason() : outcome;
	}

	private void open(boolean scheduling, boolean permanent) {
		this.owner
			.patch(CALENDARS + "/" + this.calendar.id(),
					"{\"openLinks\": {\"scheduling\": " + scheduling + ", \"permanent\": " + permanent + "}}")
			.is(200);
	}

	/** At the pages, and in the API, for reading and for booking. */
	private void assertOpens(String value, boolean opens) {
		boolean isId = value.length() == 36;
		String body = Client.booking(Owners.time(this.calendar, 7), "Ada");
		if (opens) {
			this.invitee.get((isId ? "/c/" : "/s/") + value).isPage(200);
			this.invitee.get(PUBLIC + value).is(200);
			this.invitee.get(PUBLIC + value + "/slots").is(200);
			this.invitee.post(PUBLIC + value + "/bookings", body).is(201);
		}
		else {
			for (String page : List.of("/s/" + value, "/c/" + value)) {
				this.invitee.get(page).isPage(404);
				this.invitee.submit(page, Map.of("name", "Ada")).isPage(404);
			}
			this.invitee.get(PUBLIC + value).isProblem(404, "not-found");
			this.invitee.get(PUBLIC + value + "/slots").isProblem(404, "not-found");
			this.invitee.post(PUBLIC + value + "/bookings", body).isProblem(404, "not-found");
		}
	}

}
