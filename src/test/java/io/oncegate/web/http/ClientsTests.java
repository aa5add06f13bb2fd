package io.oncegate.web.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.oncegate.setting.StartException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who sends a request, whatever proxies and strangers say. */
class ClientsTests {

	private static final String PROXY = "10.0.0.1";

	private final Clients clients = new Clients("10.0.0.0/8, 192.0.2.7 ,2001:db8:aa::/48", "none");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			198.51.100.1                                  | 198.51.100.1
			203.0.113.9, 198.51.100.1                     | 198.51.100.1
			203.0.113.9, 198.51.100.1, 10.1.2.3           | 198.51.100.1
			203.0.113.9, 198.51.100.1, 192.0.2.7,10.1.2.3 | 198.51.100.1
			198.51.100.1:4711                             | 198.51.100.1
			[2001:db8::1]:4711                            | 2001:db8::1
			2001:db8::1                                   | 2001:db8::1
			2001:db8::1, 2001:db8:aa::7                   | 2001:db8::1
			::ffff:198.51.100.1                           | 198.51.100.1
			10.9.9.9, 10.8.8.8                            | 10.9.9.9
			198.51.100.1, unknown                         | 10.0.0.1
			198.51.100.1, , 10.2.2.2                      | 10.2.2.2
			example.org                                   | 10.0.0.1
			198.51.100.1, 1.2.3.4.5                       | 10.0.0.1
			""")
	void rightmostHopThatIsNotTrustedIsTheClient(String header, String client) {
		assertClient(PROXY, null, header, client);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			for=198.51.100.1                                                         | 198.51.100.1
			For="198.51.100.1:4711";proto=https;by=10.0.0.1                          | 198.51.100.1
			for=203.0.113.9, for=198.51.100.1;host="a,b;c=d", for=10.1.2.3           | 198.51.100.1
			for="[2001:db8::1]:4711"                                                 | 2001:db8::1
			proto=https;for="[2001:db8::1]" ,for="[2001:db8:aa::1]"                  | 2001:db8::1
			for=198.51.100.1;                                                        | 198.51.100.1
			for=198.51.100.1;;proto=http                                             | 198.51.100.1
			;for=198.51.100.1 ; proto=http                                           | 198.51.100.1
			for="_x\\"y", for=198.51.100.1                                           | 198.51.100.1
			for=198.51.100.1;host="a\\"b"                                            | 198.51.100.1
			x, for=198.51.100.1                                                      | 198.51.100.1
			for="x, for=198.51.100.1                                                 | 198.51.100.1
			for="x, for="[2001:db8:aa::1]", for="[2001:db8::1]:80"                   | 2001:db8::1
			for=203.0.113.9 x, for=10.1.2.3                                          | 10.1.2.3
			for=198.51.100.1;host="a,for=203.0.113.9"                                | 198.51.100.1
			for=198.51.100.1;host="a;for=203.0.113.9"                                | 198.51.100.1
			for=198.51.100.1, for=_hidden                                            | 10.0.0.1
			for=198.51.100.1, for=unknown, for=10.1.2.3                              | 10.1.2.3
			for=198.51.100.1, proto=https                                            | 10.0.0.1
			for="198.51.100.1                                                        | 10.0.0.1
			198.51.100.1                                                             | 10.0.0.1
			for=198.51.100.1 for=203.0.113.9                                         | 10.0.0.1
			""")
	void forwardedIsReadAlike(String header, String client) {
		assertClient(PROXY, header, null, client);
	}

	@ParameterizedTest
	@CsvSource({ "for=198.51.100.1, 198.51.100.1, 198.51.100.1", "for=198.51.100.1, 203.0.113.9, 10.0.0.1",
			"for=_hidden, 203.0.113.9, 10.0.0.1", "nonsense, 203.0.113.9, 10.0.0.1" })
	void headersThatDifferCountBothForNothing(String forwarded, String listed, String client) {
		assertClient(PROXY, forwarded, listed, client);
	}

	@Test
	void severalLinesAreOneList() throws Exception {
		MockServerHttpRequest request = MockServerHttpRequest.get("/")
			.remoteAddress(new InetSocketAddress(PROXY, 1))
			.header("X-Forwarded-For", "203.0.113.9")
			.header("X-Forwarded-For", "198.51.100.1", "10.1.1.1")
			.build();
		assertThat(this.clients.address(request)).isEqualTo(InetAddress.getByName("198.51.100.1"));
	}

	@Test
	void strangersSayNothingThatCounts() {
		assertClient("203.0.113.9", "for=198.51.100.1", "198.51.100.1", "203.0.113.9");
		assertThat(new Clients("", "none").of(request(PROXY, null, "198.51.100.1")))
			.isEqualTo(this.clients.of(request(PROXY, null, null)));
	}

	@Test
	void longHeaderIsReadAtOnce() {
		assertClient(PROXY, "for=\"" + "\\\"".repeat(4000) + "\"", null, PROXY);
		assertClient(PROXY, "for=1,".repeat(1500), null, PROXY);
		assertClient(PROXY, "for=\"a,".repeat(1500), null, PROXY);
		assertClient(PROXY, ";".repeat(8000), null, PROXY);
		assertClient(PROXY, null, ",".repeat(8000), PROXY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "proxy.example.org", "10.0.0.0/8,,192.0.2.7",
			"10.0.0.0/8;192.0.2.7", "2001:db8::/129", "10.0.0.0/-1", "[::1]", "10.0.0.256", ",", "*" })
	void whatIsNoRangeIsRefused(String setting) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> new Clients(setting, "none"))
			.withMessageContaining("ONCEGATE_TRUSTED_PROXIES");
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "FRAMEWORK" })
	void oldSettingIsRefusedByTheNewOnesName(String strategy) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> new Clients("", strategy))
			.withMessageContainingAll("SERVER_FORWARD_HEADERS_STRATEGY", "ONCEGATE_TRUSTED_PROXIES");
	}

	private void assertClient(String peer, @Nullable String forwarded, @Nullable String listed, String client) {
		InetAddress found = this.clients.address(request(peer, forwarded, listed));
		assertThat(found).isEqualTo(new InetSocketAddress(client, 0).getAddress());
	}

	private static MockServerHttpRequest request(String peer, @Nullable String forwarded, @Nullable String listed) {
		MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/")
			.remoteAddress(new InetSocketAddress(peer, 1));
		if (forwarded != null) {
			request.header("Forwarded", forwarded);
		}
		if (listed != null) {
			request.header("X-Forwarded-For", listed);
		}
		return request.build();
	}

}
