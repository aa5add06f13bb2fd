package io.oncegate.web;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.oncegate.calendar.Calendar;
import io.oncegate.link.LinkToken;
import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.Slow;
import io.oncegate.web.http.PublicUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 9: of all that the holder of a one-time link is given, nothing opens its calendar.
 * Its scheduling and permanent links are on, so that whatever gives them away is found.
 */
@GatewayTest
@Slow
class NothingElseOpenedTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Addresses by which a calendar, its times or its bookings can be reached. */
	private static final List<String> ADDRESSES = List.of("/s/%s", "/c/%s", "/api/v1/public/calendars/%s",
			"/api/v1/public/calendars/%s/slots", "/feeds/%s.ics");

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_-]{2,}");

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{22,}");

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<String, String> given = new LinkedHashMap<>();

	@Autowired
	private Owners owners;

	private int port;

	private Client holder;

	private Client owner;

	private Calendar calendar;

	@BeforeEach
	void share(@Value("${local.server.port}") int port, @Autowired PublicUrl publicUrl) {
		this.port = port;
		this.holder = Client.of(port, publicUrl);
		this.owner = this.holder.asOwner();
		this.calendar = this.owners.calendar(30, 2);
	}

	@Test
	void nothingThatAHolderIsGivenOpensTheCalendar() {
		LinkToken link = this.owners.link(this.calendar).token();
		walk(link);
		String text = String.join("\n", this.given.values());
		assertThat(text).doesNotContain(this.calendar.id().toString(), this.calendar.publicId().toString(),
				this.calendar.slug());
		Set<String> values = values(text);
		assertThat(values).hasSizeGreaterThan(500).contains(link.value(), "Test");
		assertThat(opened(values)).isEmpty();
	}

	@Test
	void whatWouldOpenItIsFound() {
		String address = this.calendar.publicId().toString();
		assertThat(values("href=\"/c/" + address + "?lang=de\"")).contains(address);
		assertThat(values("<a href=/s/" + this.calendar.slug() + ">")).contains(this.calendar.slug());
		ByteBuffer bytes = ByteBuffer.allocate(24)
			.putLong(7)
			.putLong(this.calendar.publicId().getMostSignificantBits())
			.putLong(this.calendar.publicId().getLeastSignificantBits());
		assertThat(values(Base64.getUrlEncoder().encodeToString(bytes.array()))).contains(address);
		assertThat(opened(Set.of("nothing", address, this.calendar.slug()))).hasSize(6);
	}

	/** Does with the link all that can be done with it, and with what that gives. */
	private void walk(LinkToken link) {
		String api = "/api/v1/links/" + link.value();
		String page = "/l/" + link.value();
		String first = Owners.time(this.calendar, 3).toString();
		String second = Owners.time(this.calendar, 5).toString();
		for (String address : List.of(api, api + "/slots", api + "/slots?from=x", page, page + "?lang=de&zones",
				page + "?day=2031-01-01", page + "/ask", api + "/nothing", "/embed.js", "/", "/problems/link-redeemed",
				"/api/v1/links/" + link.value() + "x")) {
			look(address);
		}
		note("wrong time", this.holder.post(api + "/redemptions",
				Client.booking(Owners.time(this.calendar, 3).plusSeconds(1), "Ada")));
		note("wrong body", this.holder.post(api + "/redemptions", "{}"));
		note("wrong form", this.holder.submit(page, Map.of("start", "x", "name", "", "email", "ada")));
		note("other method", this.holder.send(HttpMethod.OPTIONS, api));
		Answer form = this.holder
			.submit(page, Map.of("start", first, "name", "Ada", "email", "ada@example.com", "zone", "Asia/Tokyo"))
			.is(303);
		note("booked", form);
		String booking = form.header(HttpHeaders.LOCATION);
		Client again = this.holder.with(HttpHeaders.COOKIE, form.header(HttpHeaders.SET_COOKIE).split(";")[0]);
		note("come back", again.get(page));
		for (String address : List.of(booking, booking + "/calendar.ics", booking + "/cancel", booking + "/reschedule",
				api, page, page + "/ask")) {
			look(address);
		}
		note("moved", this.holder.submit(booking + "/reschedule", Map.of("start", second)).is(303));
		note("moved to nowhere", this.holder.submit(booking + "/reschedule", Map.of("start", "x")));
		note("refused", this.holder.post(api + "/redemptions", Client.booking(Owners.time(this.calendar, 7), "Eve")));
		note("cancelled", this.holder.submit(booking + "/cancel", Map.of("message", "Sorry")).is(303));
		look(booking);
		look(booking + "/calendar.ics");
		Answer json = this.holder.post(api + "/redemptions", Client.booking(Owners.time(this.calendar, 9), "Ada"))
			.is(201);
		note("booked by JSON", json);
		look(json.text("/manageUrl"));
		look(json.text("/icsUrl"));
		note("asked", this.holder.submit(page + "/ask", Map.of("name", "Ada", "email", "ada@example.com")));
	}

	private void look(String address) {
		note("GET " + address, this.holder.get(address));
		note("HEAD " + address, this.holder.send(HttpMethod.HEAD, address));
	}

	private void note(String what, Answer answer) {
		assertThat(answer.status()).as(what).isLessThan(500);
		this.given.merge(what, answer.headers() + "\n" + answer.body(), (one, other) -> one + "\n" + other);
	}

	/** Every id, token and word of a text, as it stands, decoded, and within tokens. */
	private static Set<String> values(String text) {
		Set<String> values = new TreeSet<>();
		for (String read : Stream.of(text, decoded(text)).toList()) {
			WORD.matcher(read).results().map((found) -> found.group()).forEach(values::add);
			TOKEN.matcher(read).results().forEach((found) -> values.addAll(ids(found.group())));
		}
		Stream.of(values.toArray(String[]::new))
			.flatMap((word) -> Arrays.stream(word.split("[_-]")))
			.forEach(values::add);
		values.removeIf((word) -> word.length() < 2);
		return values;
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
	}

	/**
	 * Every 16 bytes of a token are an id to be tried, and every 32 hexadecimal digits.
	 */
	private static Set<String> ids(String token) {
		Set<String> ids = new TreeSet<>();
		Matcher hex = Pattern.compile("(?i)([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})")
			.matcher(token);
		while (hex.find()) {
			ids.add(hex.replaceFirst("$1-$2-$3-$4-$5"));
		}
		ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(0, token.length() / 4 * 4)));
		for (int at = 0; at + 16 <= bytes.capacity() && at < 64; at++) {
			ids.add(new UUID(bytes.getLong(at), bytes.getLong(at + 8)).toString());
		}
		return ids;
	}

	/** The addresses that answered anything but that there is nothing. */
	private List<String> opened(Set<String> values) {
		return Flux.fromIterable(values)
			.filter((value) -> StandardCharsets.US_ASCII.newEncoder().canEncode(value))
			.flatMapIterable((value) -> ADDRESSES.stream().map((address) -> address.formatted(value)).toList())
			.flatMap((address) -> Mono.fromFuture(() -> status(address))
				.filter((status) -> status != 404)
				.map((status) -> address + " " + status), 64)
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private CompletableFuture<Integer> status(String address) {
		return this.http
			.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + address)).build(),
					BodyHandlers.discarding())
			.thenApply((answer) -> answer.statusCode());
	}

}
