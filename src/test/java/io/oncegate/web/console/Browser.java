package io.oncegate.web.console;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.oncegate.support.Answer;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriUtils;

/**
 * Looks at the console as a browser without JavaScript does: keeps cookies, sends forms.
 */
public final class Browser {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

	private final Client client;

	private final Map<String, String> cookies = new LinkedHashMap<>();

	private String token = "";

	public Browser(Client client) {
		this.client = client;
	}

	/** Signs in as the owner. */
	public Browser signedIn() {
		return signedIn(GatewayTest.API_KEY);
	}

	/** Signs in with an API key. */
	public Browser signedIn(String apiKey) {
		get("/console/sign-in").isPage(200);
		submit("/console/sign-in", Map.of("key", apiKey)).is(303);
		get("/console").isPage(200);
		return this;
	}

	/** Opens a page. */
	public Answer get(String address) {
		return remember(client().get(address));
	}

	/** Looks at an address as link scanners do first. */
	public Answer head(String address) {
		return remember(client().send(HttpMethod.HEAD, address));
	}

	/** Sends a form of the page that was opened last, with its token. */
	public Answer submit(String address, Map<String, String> fields) {
		return submit(address, new Form().with("_csrf", this.token).with(fields));
	}

	/** Sends a form just so. */
	public Answer submit(String address, Form form) {
		return send(address, MediaType.APPLICATION_FORM_URLENCODED, form.encoded());
	}

	/** Sends something that no form sends. */
	public Answer send(String address, MediaType type, String body) {
		return remember(client().send(HttpMethod.POST, address, type, body.getBytes(StandardCharsets.UTF_8)));
	}

	/** The same with another header, for one request. */
	Answer get(String address, String header, String value) {
		return remember(client().with(header, value).get(address));
	}

	Answer send(String address, MediaType type, String body, String header, String value) {
		return remember(client().with(header, value)
			.send(HttpMethod.POST, address, type, body.getBytes(StandardCharsets.UTF_8)));
	}

	/** The token of the page that was opened last. */
	public String token() {
		return this.token;
	}

	public @Nullable String cookie(String name) {
		return this.cookies.get(name);
	}

	void setCookie(String name, String value) {
		this.cookies.put(name, value);
	}

	private Client client() {
		String header = this.cookies.entrySet()
			.stream()
			.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
			.collect(Collectors.joining("; "));
		return header.isEmpty() ? this.client : this.client.with(HttpHeaders.COOKIE, header);
	}

	private Answer remember(Answer answer) {
		for (String cookie : answer.headers().getOrEmpty(HttpHeaders.SET_COOKIE)) {
			String[] parts = cookie.split(";")[0].split("=", 2);
			if (cookie.contains("Max-Age=0")) {
				this.cookies.remove(parts[0]);
			}
			else {
				this.cookies.put(parts[0], parts[1]);
			}
		}
		Matcher found = TOKEN.matcher(answer.body());
		if (found.find()) {
			this.token = found.group(1);
		}
		return answer;
	}

	/** The fields of a form, each as often as it is there. */
	public static final class Form {

		private final StringBuilder fields = new StringBuilder();

		public Form with(String name, String value) {
			this.fields.append(this.fields.isEmpty() ? "" : "&")
				.append(UriUtils.encode(name, StandardCharsets.UTF_8))
				.append('=')
				.append(UriUtils.encode(value, StandardCharsets.UTF_8));
			return this;
		}

		/** A field as it is unless it was filled in otherwise. */
		Form usually(String name, String value) {
			return ("&" + this.fields).contains("&" + name + "=") ? this : with(name, value);
		}

		public Form with(Map<String, String> fields) {
			fields.forEach(this::with);
			return this;
		}

		/** Hours of a day, like "09:00-12:00". */
		public Form hours(String day, List<String> hours) {
			if (!day.startsWith("date.")) {
				with("open", day);
			}
			for (String each : hours) {
				String[] ends = each.split("-", -1);
				with(day + ".from", ends[0]).with(day + ".to", ends[1]);
			}
			return this;
		}

		String encoded() {
			return this.fields.toString();
		}

	}

}
