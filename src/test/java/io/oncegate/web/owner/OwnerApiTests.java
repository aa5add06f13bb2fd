package io.oncegate.web.owner;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.calendar.Contact;
import io.oncegate.calendar.OpenLinks;
import io.oncegate.calendar.Owner;
import io.oncegate.calendar.Terms;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/** An owner's name and contact, over HTTP, and where they are shown. */
@GatewayTest
class OwnerApiTests {

	private static final String OWNER = "/api/v1/owner";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	private Client invitee;

	private String key;

	private Client owner;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.invitee = Client.of(port, publicUrl);
		this.key = this.owners.add("Before");
		this.owner = this.invitee.asOwner(this.key);
	}

	@Test
	void whatIsNotNamedStays() {
		assertThat(this.owner.get(OWNER).is(200).text("/name")).isEqualTo("Before");
		this.owner.patch(OWNER, """
				{"contact": {"name": "Office", "email": "office@example.com"}}""").is(200);
		Answer changed = this.owner.patch(OWNER, """
				{"name": " Ada & Söhne ", "contact": {"phone": "+49 30 1234"}}""").is(200);
		assertThat(changed.json()).isEqualTo(this.owner.get(OWNER).json());
		assertThat(changed.text("/id")).isEqualTo(this.owners.owner(this.key).id().toString());
		assertThat(changed.text("/name")).isEqualTo("Ada & Söhne");
		assertThat(changed.json().get("contact").toString())
			.isEqualTo("{\"name\":\"Office\",\"email\":\"office@example.com\",\"phone\":\"+49 30 1234\"}");
		this.owner.patch(OWNER, "{\"contact\": {\"email\": null}}").is(200);
		assertThat(this.owner.get(OWNER).json().at("/contact/email").isMissingNode()).isTrue();
		this.owner.patch(OWNER, "{\"contact\": null}").is(200);
		assertThat(this.owner.get(OWNER).json().has("contact")).isFalse();
		assertThat(this.owner.patch(OWNER, "{}").is(200).text("/name")).isEqualTo("Ada & Söhne");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"name": null}                                     | name
			{"name": " "}                                      | name
			{"name": 7}                                        | name
			{"name": "a\\u0000b"}                              | name
			{"name": "\\u202eevil"}                            | name
			{"nickname": "Ada"}                                | nickname
			{"contact": "office@example.com"}                  | contact
			{"contact": {"email": "office"}}                   | contact.email
			{"contact": {"phone": "call me"}}                  | contact.phone
			{"contact": {"url": "javascript:alert(1)"}}        | contact.url
			{"contact": {"fax": "1"}}                          | contact.fax
			""")
	void aWrongValueIsNamedAndNothingIsChanged(String patch, String field) {
		this.owner.patch(OWNER, patch).isProblem(422, "invalid-request").names(field);
		assertThat(this.owner.get(OWNER).text("/name")).isEqualTo("Before");
	}

	@Test
	void whatIsNoObjectIsRefused() {
		this.owner.patch(OWNER, "[]").isInvalidRequest();
		this.owner.patch(OWNER, "\"Ada\"").isInvalidRequest();
		this.owner.patch(OWNER, "{").isInvalidRequest();
	}

	@Test
	void whoeverHasNoKeyIsRefused() {
		this.invitee.get(OWNER).isProblem(401, "unauthorized");
		this.invitee.patch(OWNER, "{\"name\": \"Mallory\"}").isProblem(401, "unauthorized");
	}

	@Test
	void aNewNameIsShownEverywhereWithinASecond() {
		Calendar calendar = this.owners.calendar(this.owners.owner(this.key), ZoneOffset.UTC, 30, 1);
		String link = link(calendar);
		String spent = link(calendar);
		Answer booked = this.invitee
			.post(spent.replace("/l/", "/api/v1/links/") + "/redemptions",
					Client.booking(Owners.time(calendar, 0), "Ada"))
			.is(201);
		Map<String, Supplier<Answer>> shown = Map.of("booking page", () -> this.invitee.get(link), "JSON",
				() -> this.invitee.get(link.replace("/l/", "/api/v1/links/")), "confirmation",
				() -> this.invitee.get(booked.text("/manageUrl")), "calendar file",
				() -> this.invitee.get(booked.text("/icsUrl")), "cancelling",
				() -> this.invitee.get(booked.text("/manageUrl") + "/cancel"), "asking for a new link",
				() -> this.invitee.get(spent + "/ask"));
		shown.forEach((where, page) -> assertThat(page.get().body()).as(where).contains("Before"));
		this.owner.patch(OWNER, "{\"name\": \"Afterwards\"}").is(200);
		Instant latest = Instant.now().plusSeconds(1);
		shown.forEach((where, page) -> assertThat(until(latest, page, (answer) -> answer.body().contains("Afterwards")))
			.as(where)
			.satisfies((answer) -> assertThat(answer.body()).contains("Afterwards").doesNotContain("Before")));
	}

	@Test
	void aDeadLinkNamesTheOwnersContactWithinASecond() {
		Calendar calendar = without(this.owners.calendar(this.owners.owner(this.key), ZoneOffset.UTC, 30, 1));
		String link = link(calendar);
		this.owner.post("/api/v1/one-time-links/" + id(calendar) + "/revoke", "{}").is(200);
		Supplier<Answer> dead = () -> this.invitee.get(link.replace("/l/", "/api/v1/links/"));
		assertThat(dead.get().isProblem(410, "link-revoked").json().get("contact").toString())
			.isEqualTo("{\"name\":\"Before\"}");
		this.owner.patch(OWNER, "{\"contact\": {\"email\": \"office@example.com\"}}").is(200);
		Answer after = until(Instant.now().plusSeconds(1), dead, (answer) -> answer.body().contains("office@"));
		assertThat(after.json().get("contact").toString())
			.isEqualTo("{\"name\":\"Before\",\"email\":\"office@example.com\"}");
		assertThat(this.invitee.get(link).isPage(410).body()).contains("Before", "mailto:office@example.com");
	}

	@Test
	void aCalendarsOwnContactGoesBeforeTheOwners() {
		Contact office = new Contact("Office", "office@example.com", null, "https://example.com");
		Contact phone = new Contact(null, null, "+49 30 1234", null);
		Contact named = new Contact("Grace", null, null, null);
		assertThat(phone.or(office)).isEqualTo(phone);
		assertThat(named.or(office)).isEqualTo(new Contact("Grace", "office@example.com", null, "https://example.com"));
		assertThat(Contact.NONE.or(office)).isEqualTo(office);
		assertThat(Contact.NONE.or(phone).orNamed("Ada")).isEqualTo(new Contact("Ada", null, "+49 30 1234", null));
	}

	private Calendar without(Calendar calendar) {
		Owner owner = calendar.owner();
		this.owner.patch("/api/v1/calendars/" + calendar.id(), "{\"contact\": null}").is(200);
		Calendar changed = this.calendars.findOwned(owner.id(), calendar.id()).blockOptional(PATIENCE).orElseThrow();
		assertThat(changed.contact()).isEqualTo(Contact.NONE);
		assertThat(changed.terms()).isEqualTo(Terms.USUAL.with(OpenLinks.BOTH));
		return changed;
	}

	private String link(Calendar calendar) {
		return "/l/" + this.owners.link(calendar).token().value();
	}

	private String id(Calendar calendar) {
		return this.owner.get("/api/v1/calendars/" + calendar.id() + "/one-time-links").ids().get(0);
	}

	private static Answer until(Instant latest, Supplier<Answer> asked, Predicate<Answer> wanted) {
		Answer answer = asked.get();
		while (!wanted.test(answer) && Instant.now().isBefore(latest)) {
			answer = asked.get();
		}
		return answer;
	}

}
