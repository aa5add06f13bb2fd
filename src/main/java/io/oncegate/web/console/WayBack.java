package io.oncegate.web.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/** The page of the console that an owner wanted before they had to sign in. */
public final class WayBack {

	static final String START = "/console";

	public static final String SIGN_IN = "/console/sign-in";

	/**
	 * No dots, which could lead a browser out of the console, and nothing that it
	 * normalizes.
	 */
	private static final Pattern PAGE = Pattern
		.compile("/console(/[A-Za-z0-9_-]+)*(\\?(?:[A-Za-z0-9_=&.:+~-]++|%[0-9A-Fa-f]{2})*+)?");

	private WayBack() {
	}

	/** Returns the address if it is acceptable, or else the start page. */
	static String checked(@Nullable String address) {
		return (address != null && address.length() <= 1000 && PAGE.matcher(address).matches()
				&& !address.startsWith("/console/sign-")) ? address : START;
	}

	/** The address of the sign-in that leads back to the page of a request. */
	static String throughSignIn(ServerRequest request) {
		String back = checked(asked(request));
		return back.equals(START) ? SIGN_IN : SIGN_IN + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
	}

	private static @Nullable String asked(ServerRequest request) {
		if (isByHtmx(request)) {
			String page = request.headers().firstHeader("HX-Current-URL");
			return (page != null) ? path(page) : null;
		}
		return (request.method() == HttpMethod.GET) ? path(request.uri().toString()) : null;
	}

	private static @Nullable String path(String address) {
		try {
			UriComponents page = UriComponentsBuilder.fromUriString(address)
				.replaceQueryParam(Notice.PARAMETER)
				.build();
			return (page.getQuery() != null) ? page.getPath() + "?" + page.getQuery() : page.getPath();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** Tells whether htmx made the request. */
	static boolean isByHtmx(ServerRequest request) {
		return "true".equals(request.headers().firstHeader("HX-Request"));
	}

}
