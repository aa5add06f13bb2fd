package io.oncegate.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A web site of somebody else's, with one page that shows calendars in frames. */
final class HostSite implements AutoCloseable {

	private static final String PAGE = """
			<!doctype html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<title>Our site</title>
			<link rel="icon" href="data:,">
			<script nonce="ours">
			const told = [];
			addEventListener('oncegate:booked', event => told.push({ by: event.target.title, ...event.detail }));
			addEventListener('message', event => {
				if (event.data.type === 'oncegate:booked') told.push({ origin: event.origin, ...event.data });
			});
			</script>
			</head>
			<body>
			<main>
			<h1>Our site</h1>
			%s
			<p>Thank you for your visit.</p>
			</main>
			</body>
			</html>
			""";

	private final HttpServer server;

	private final String policy;

	private volatile String content = "";

	private HostSite(HttpServer server, String policy) {
		this.server = server;
		this.policy = policy;
	}

	/**
	 * Opens the site on an origin that is not the gateway's, with a strict content
	 * security policy.
	 */
	static HostSite open(String gateway) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
			HostSite site = new HostSite(server,
					"default-src 'none'; img-src data:; script-src 'nonce-ours' " + gateway + "; frame-src " + gateway);
			server.createContext("/", site::answer);
			server.start();
			return site;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] page = PAGE.formatted(this.content).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "text/html");
		exchange.getResponseHeaders().set("Content-Security-Policy", this.policy);
		exchange.sendResponseHeaders(200, page.length);
		exchange.getResponseBody().write(page);
		exchange.close();
	}

	/** Puts something on its page. */
	HostSite with(String content) {
		this.content = content;
		return this;
	}

	String origin() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
