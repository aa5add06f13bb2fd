package io.oncegate.web;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.oncegate.support.GatewayTest;
import io.oncegate.support.RawConnection;
import io.oncegate.support.Slow;
import io.oncegate.web.http.Kind;
import io.oncegate.web.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However an address is written: it has the limits and headers that it has, or it is
 * none. Each address of the gateway is tried.
 */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Slow
class AddressesTests {

	private static final Pattern VARIABLE = Pattern.compile("\\{\\w+(:[^}]+)?}");

	private static final Pattern LIMITS = Pattern
		.compile("^(cache-control|content-security-policy|content-type|referrer-policy|x-[a-z-]+):");

	private static final Set<String> REFUSALS = Set.of("400", "404", "405");

	private static final Pattern READABLE = Pattern
		.compile("(?i)\r\ncontent-type: (text/html;charset=utf-8|application/problem\\+json)");

	private static final List<String> HEADERS = List.of("cache-control: no-store", "referrer-policy: no-referrer",
			"x-robots-tag: noindex", "x-content-type-options: nosniff");

	@Autowired
	private Addresses addresses;

	@LocalServerPort
	private int port;

	Stream<Address> addresses() {
		return this.addresses.all().stream();
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void everySpellingIsFoundAsTheSameOrNotAtAll(Address address) {
		String path = path(address);
		for (HttpMethod method : address.methods()) {
			Route plain = find(method, path);
			assertThat(plain.pattern()).isEqualTo(address.pattern());
			for (String spelling : Spellings.of(path)) {
				Route found = find(method, spelling);
				if (!found.equals(plain)) {
					assertThat(found.handler()).as(spelling).isNotSameAs(plain.handler());
					assertThat(found.kind()).as(spelling).isIn(plain.kind(), Kind.ofUnserved(method));
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void everySpellingIsAnsweredAlike(Address address) throws IOException {
		String path = path(address);
		for (HttpMethod method : served(address)) {
			try (RawConnection connection = new RawConnection(this.port, 5)) {
				String plain = answer(connection, method, path);
				for (String spelling : few(path)) {
					String answer = answer(connection, method, spelling);
					String said = method + " " + spelling + ": " + answer;
					assertThat(headers(answer)).as(said).containsAll(isRefusal(answer) ? HEADERS : limitsOf(plain));
					assertThat(isRefusal(answer) || status(answer).equals(status(plain))).as(said).isTrue();
				}
			}
		}
	}

	private static List<String> limitsOf(String answer) {
		return headers(answer).stream().filter((header) -> LIMITS.matcher(header).find()).toList();
	}

	private static boolean isRefusal(String answer) {
		return REFUSALS.contains(status(answer)) && READABLE.matcher(answer).find() || isToSignIn(answer);
	}

	/** Whoever is not signed in learns only then that there is nothing. */
	private static boolean isToSignIn(String answer) {
		return status(answer).equals("303")
				&& headers(answer).stream().anyMatch((header) -> header.startsWith("location: /console/sign-in"));
	}

	@Test
	void everyAddressHasAPatternThatItsOwnPathMatchesFirst() {
		assertThat(addresses()).allSatisfy((address) -> assertThat(find(HttpMethod.OPTIONS, path(address)).pattern())
			.isEqualTo(address.pattern()));
	}

	private static Set<HttpMethod> served(Address address) {
		Set<HttpMethod> methods = new TreeSet<>(address.methods());
		methods.remove(HttpMethod.OPTIONS);
		return methods;
	}

	/** One in so many, for the sake of time. */
	private static List<String> few(String path) {
		List<String> all = List.copyOf(Spellings.of(path));
		return Stream.iterate(0, (n) -> n < all.size(), (n) -> n + 1).filter((n) -> n % 5 == 0).map(all::get).toList();
	}

	private static String path(Address address) {
		return VARIABLE.matcher(address.pattern().replace("**", "nothing"))
			.replaceAll((variable) -> (variable.group(1) != null) ? "1" : "x1");
	}

	private Route find(HttpMethod method, String path) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(method, URI.create("http://localhost" + path)));
		this.addresses.find(exchange);
		return Route.of(exchange);
	}

	private static String answer(RawConnection connection, HttpMethod method, String path) throws IOException {
		return connection
			.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
					+ "Content-Type: application/x-www-form-urlencoded\r\n\r\n")
			.answer(method.name());
	}

	private static String status(String answer) {
		return answer.substring(9, 12);
	}

	private static List<String> headers(String answer) {
		return answer.substring(0, answer.indexOf("\r\n\r\n"))
			.lines()
			.map((line) -> line.toLowerCase(Locale.ROOT))
			.toList();
	}

}
