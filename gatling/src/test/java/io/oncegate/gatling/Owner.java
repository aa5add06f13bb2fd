package io.oncegate.gatling;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The owner's use of the API: a calendar, a campaign, and its books. */
final class Owner {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Gateway gateway;

	Owner(Gateway gateway) {
		this.gateway = gateway;
	}

	/** Aborts the run if no gateway answers, or if it does not know the key. */
	void require() {
		try {
			json(request("/api/v1/calendars?limit=1"));
		}
		catch (IOException ex) {
			throw Halt.because("No gateway answers at " + this.gateway.url()
					+ ". Start one, or say where it is by -DbaseUrl=URL.");
		}
	}

	/**
	 * Creates a calendar, and a campaign of links to it.
	 * @param weeks how many weeks its people choose from
	 * @param seats how many seats each time has
	 */
	Campaign campaign(int links, int weeks, int seats) {
		try {
			String calendar = calendar(seats);
			String campaigns = "/api/v1/calendars/" + calendar + "/campaigns";
			HttpResponse<Stream<String>> rows = send(request(campaigns).header("Content-Type", "application/json")
				.header("Accept", "application/x-ndjson")
				.POST(BodyPublishers.ofString("{\"name\":\"Load\",\"count\":" + links + "}")));
			String location = rows.headers().firstValue("Location").orElse("");
			List<String> tokens = new ArrayList<>();
			for (String row : rows.body().toList()) {
				String url = JSON.readTree(row).path("url").asText();
				tokens.add(url.substring(url.lastIndexOf('/') + 1));
			}
			if (tokens.size() != links) {
				throw Halt.because("The campaign ended after " + tokens.size() + " of " + links + " links.");
			}
			return new Campaign(location.substring(location.lastIndexOf('/') + 1), calendar, seats, weeks, tokens);
		}
		catch (IOException ex) {
			throw Halt.because("The campaign could not be made: " + ex);
		}
	}

	private String calendar(int seats) throws IOException {
		String week = Stream.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
			.map((day) -> "\"" + day + "\":[{\"from\":\"08:00\",\"to\":\"20:00\"}]")
			.collect(Collectors.joining(","));
		String slug = "load-" + Long.toString(System.currentTimeMillis(), 36) + "-" + ProcessHandle.current().pid();
		return json(request("/api/v1/calendars").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("""
					{"name":"Load","slug":"%s","timeZone":"UTC","durationMinutes":60,"seatsPerSlot":%d,
					"horizonDays":90,"weeklyHours":{%s},"contact":{"email":"load@example.com"}}""".formatted(slug,
					seats, week))))
			.path("id")
			.asText();
	}

	/** All times that the campaign's people choose from. */
	List<String> times(Campaign campaign) {
		LocalDate from = Invitee.firstDay();
		try {
			return json(request("/api/v1/links/" + campaign.tokens().get(0) + "/slots?from=" + from + "&to="
					+ from.plusWeeks(campaign.weeks()).minusDays(1)))
				.path("slots")
				.findValuesAsText("start");
		}
		catch (IOException ex) {
			throw Halt.because("The gateway does not tell the times of a link: " + ex);
		}
	}

	/** All bookings of the campaign's calendar. */
	List<Booking> bookings(Campaign campaign) throws IOException {
		List<Booking> bookings = new ArrayList<>();
		String path = "/api/v1/calendars/" + campaign.calendarId() + "/bookings?limit=500";
		String cursor = "";
		do {
			JsonNode page = json(request(cursor.isEmpty() ? path : path + "&cursor=" + cursor));
			page.path("items").forEach((item) -> bookings.add(booking(item)));
			cursor = page.path("nextCursor").asText();
		}
		while (!cursor.isEmpty());
		return bookings;
	}

	private static Booking booking(JsonNode item) {
		return new Booking(item.path("id").asText(), item.path("start").asText(), item.path("status").asText(),
				item.path("invitee").path("email").asText(), item.path("linkId").asText());
	}

	/** How many links of the campaign are spent, according to its funnel. */
	int redeemed(Campaign campaign) throws IOException {
		return json(request("/api/v1/campaigns/" + campaign.id())).path("redeemed").asInt(-1);
	}

	private JsonNode json(HttpRequest.Builder request) throws IOException {
		return JSON.readTree(send(request).body().collect(Collectors.joining("\n")));
	}

	private HttpResponse<Stream<String>> send(HttpRequest.Builder request) throws IOException {
		HttpResponse<Stream<String>> response = Http.send(request, BodyHandlers.ofLines());
		if (response.statusCode() == 401) {
			throw Halt.because("The gateway at " + this.gateway.url()
					+ " does not know the API key. Set ONCEGATE_API_KEY, or add -DapiKey=KEY, to its owner's.");
		}
		if (response.statusCode() >= 300) {
			String body = response.body().collect(Collectors.joining(" "));
			throw Halt.because("The gateway at " + this.gateway.url() + " answered " + response.statusCode() + " to "
					+ response.request().method() + " " + response.uri().getPath() + ": "
					+ body.substring(0, Math.min(300, body.length())));
		}
		return response;
	}

	private HttpRequest.Builder request(String path) {
		return Http.request(this.gateway.url() + path).header("Authorization", "Bearer " + this.gateway.apiKey());
	}

}
