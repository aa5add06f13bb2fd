package io.oncegate.web.owner;

import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.web.http.Problem;
import io.oncegate.web.http.ProblemException;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A calendar is changed by JSON Merge Patch (RFC 7396), and sent back as it was read. */
@GatewayTest
class CalendarPatchTests {

	@Autowired
	private Owners owners;

	@Autowired
	private OwnedCalendars owned;

	private Client client;

	private String address;

	@BeforeEach
	void connect(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.client = Client.of(port, publicUrl).asOwner();
		Calendar calendar = this.owners.calendar(30, 5);
		this.address = "/api/v1/calendars/" + calendar.id();
		this.client
			.patch(this.address,
					"""
							{"location": "Room 1", "bufferMinutes": 5, "startEveryMinutes": 5, "horizonDays": 30, "minimumNoticeMinutes": 60,
							 "embedOrigins": ["https://a.example", "https://b.example"], "keepsLinks": true, "open": false,
							 "dateOverrides": [{"date": "2030-12-24", "hours": []}]}""")
			.is(200);
	}

	private JsonNode read() {
		return this.client.get(this.address).is(200).json();
	}

	@Test
	void aCalendarThatIsRemovedMeanwhileIsNotFound() {
		Calendar calendar = this.owners.calendar(30, 5);
		this.client.send(HttpMethod.DELETE, "/api/v1/calendars/" + calendar.id()).is(204);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.owned.change(calendar, JsonMapper.shared().readTree("{\"name\": \"Late\"}")).block())
			.satisfies((refused) -> assertThat(refused.problem()).isEqualTo(Problem.NOT_FOUND));
	}

	@Test
	void whatWasReadCanBeSentBack() {
		JsonNode read = read();
		assertThat(this.client.patch(this.address, read.toString()).is(200).json()).isEqualTo(read);
		assertThat(read()).isEqualTo(read);
	}

	@Test
	void whatWasReadMakesAnotherCalendar() {
		ObjectNode read = (ObjectNode) read();
		read.put("slug", "copy-" + UUID.randomUUID());
		ObjectNode copy = (ObjectNode) this.client.post("/api/v1/calendars", read.toString()).is(201).json();
		assertThat(copy.path("id")).isNotEqualTo(read.path("id"));
		for (String own : new String[] { "id", "publicId", "createdAt" }) {
			read.remove(own);
			copy.remove(own);
		}
		assertThat(copy).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource({ "id, 019acd00-0000-7000-8000-000000000000", "createdAt, 2020-01-01T00:00:00Z", "id,", "createdAt," })
	void whatAnOwnerCannotSetIsRefusedIfItIsAnother(String field, String value) {
		String json = (value != null) ? "\"" + value + "\"" : "null";
		this.client.patch(this.address, "{\"name\": \"New\", \"" + field + "\": " + json + "}")
			.isProblem(422, "invalid-request")
			.names(field);
		assertThat(read().path("name").asString("")).isEqualTo("Test calendar");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"durationn\": null} | durationn", "{\"\": null} | ",
					"{\"contact\": {\"emial\": null}} | contact.emial",
					"{\"contact\": {\"emial\": \"a@b.de\"}} | contact.emial",
					"{\"weeklyHours\": {\"funday\": null}} | weeklyHours.funday",
					"{\"dateOverrides\": [{\"date\": \"2030-01-01\", \"hour\": null}]} | dateOverrides[0].hour",
					"{\"name\": \"New\", \"Name\": null} | Name" })
	void whatIsNotKnownIsNamedAlsoIfItIsNull(String patch, String field) {
		Answer answer = this.client.patch(this.address, patch).isProblem(422, "invalid-request");
		answer.names((field != null) ? field : "");
		assertThat(answer.text("/errors/0/message")).contains("known fields are");
		assertThat(read().path("name").asString("")).isEqualTo("Test calendar");
	}

	@ParameterizedTest
	@CsvSource({ "name", "slug", "timeZone", "durationMinutes", "weeklyHours" })
	void whatIsNeededCannotBeRemoved(String field) {
		this.client.patch(this.address, "{\"" + field + "\": null}").isProblem(422, "invalid-request").names(field);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "seatsPerSlot | 1", "bufferMinutes | 0", "minimumNoticeMinutes | 0", "horizonDays | 60",
					"open | true", "keepsLinks | false", "embedOrigins | []", "dateOverrides | []", "location | ",
					"startEveryMinutes |", "contact | " })
	void nullBringsTheDefaultBack(String field, String value) {
		JsonNode changed = this.client.patch(this.address, "{\"" + field + "\": null}").is(200).json();
		assertThat(changed.has(field)).isEqualTo(value != null);
		if (value != null) {
			assertThat(changed.path(field)).isEqualTo(JsonMapper.shared().readTree(value));
		}
		ObjectNode rest = (ObjectNode) read();
		assertThat(rest.path("name").asString("")).isEqualTo("Test calendar");
	}

	@Test
	void objectsAreMergedAndListsReplaced() {
		JsonNode changed = this.client.patch(this.address, """
				{"contact": {"name": null, "email": "new@example.com"}, "embedOrigins": ["https://c.example"],
				 "weeklyHours": {"monday": null, "tuesday": [{"from": "10:00", "to": "11:00"}]}}""").is(200).json();
		assertThat(changed.path("contact").has("name")).isFalse();
		assertThat(changed.at("/contact/email").asString("")).isEqualTo("new@example.com");
		assertThat(changed.at("/contact/phone").asString("")).isEqualTo("+1 555 0100");
		assertThat(changed.path("embedOrigins").size()).isEqualTo(1);
		assertThat(changed.at("/weeklyHours/monday").isEmpty()).isTrue();
		assertThat(changed.at("/weeklyHours/tuesday/0/from").asString("")).isEqualTo("10:00");
		assertThat(changed.at("/weeklyHours/wednesday").size()).isEqualTo(1);
	}

	@Test
	void aWayThatIsNotNamedStaysAsItIs() {
		String on = "{\"openLinks\": {\"scheduling\": true, \"permanent\": true}}";
		this.client.patch(this.address, on).is(200);
		JsonNode one = this.client.patch(this.address, "{\"openLinks\": {\"permanent\": null}}").is(200).json();
		assertThat(one.at("/openLinks/scheduling").asBoolean()).isTrue();
		assertThat(one.at("/openLinks/permanent").asBoolean()).isFalse();
		JsonNode none = this.client.patch(this.address, "{\"openLinks\": null}").is(200).json();
		assertThat(none.at("/openLinks/scheduling").asBoolean()).isFalse();
	}

	@Test
	void anOwnerIsPatchedAlike() {
		JsonNode owner = this.client.get("/api/v1/owner").is(200).json();
		assertThat(this.client.patch("/api/v1/owner", owner.toString()).is(200).json()).isEqualTo(owner);
		this.client.patch("/api/v1/owner", "{\"nmae\": null}").isProblem(422, "invalid-request").names("nmae");
		this.client.patch("/api/v1/owner", "{\"id\": null}").isProblem(422, "invalid-request").names("id");
	}

	@Test
	void anEmptyPatchChangesNothing() {
		JsonNode read = read();
		assertThat(this.client.patch(this.address, "{}").is(200).json()).isEqualTo(read);
		assertThat(this.client.patch(this.address, "").is(200).json()).isEqualTo(read);
	}

}
