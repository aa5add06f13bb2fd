package io.oncegate.web.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.link.LinkStatus;
import io.oncegate.web.http.Text;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which links an owner wants to see.
 *
 * @param text a part of the recipient to search for; empty for all
 * @param cursor where the page begins
 */
public record LinksQuery(@Nullable LinkStatus status, String text, @Nullable String cursor) {

	/** The statuses to choose from. */
	public static final List<LinkStatus> STATUSES = List.of(LinkStatus.values());

	private static final int MOST_TEXT = 100;

	static LinksQuery of(ServerRequest request) {
		return new LinksQuery(status(request.queryParam("status").orElse("")),
				tidy(request.queryParam("search").orElse("")),
				request.queryParam("cursor").filter((cursor) -> !cursor.isEmpty()).orElse(null));
	}

	private static @Nullable LinkStatus status(String text) {
		return Arrays.stream(LinkStatus.values())
			.filter((status) -> name(status).equals(text))
			.findFirst()
			.orElse(null);
	}

	private static String tidy(String text) {
		String tidy = Text.tidy(text.replaceAll("[\\p{Cntrl}\\p{Cs}]", ""));
		String plain = (tidy != null) ? tidy : "";
		int length = plain.codePointCount(0, plain.length());
		return plain.substring(0, plain.offsetByCodePoints(0, Math.min(MOST_TEXT, length)));
	}

	/** The name of a status in addresses, as in the API. */
	public static String name(LinkStatus status) {
		return status.name().toLowerCase(Locale.ROOT);
	}

	/** The name of a status on pages. */
	public static String label(LinkStatus status) {
		return switch (status) {
			case ACTIVE -> "Active";
			case CLAIMED -> "Being booked";
			case REDEEMED -> "Booked";
			case EXPIRED -> "Expired";
			case REVOKED -> "Revoked";
		};
	}

	/** The first page of a status. */
	public LinksQuery with(@Nullable LinkStatus status) {
		return new LinksQuery(status, this.text, null);
	}

	LinksQuery from(@Nullable String cursor) {
		return new LinksQuery(this.status, this.text, cursor);
	}

	public LinksQuery first() {
		return from(null);
	}

	/** The query string. */
	public String parameters() {
		String status = (this.status != null) ? name(this.status) : "";
		String parameters = Stream
			.of(parameter("status", status), parameter("search", this.text),
					parameter("cursor", (this.cursor != null) ? this.cursor : ""))
			.filter((parameter) -> !parameter.isEmpty())
			.collect(Collectors.joining("&"));
		return parameters.isEmpty() ? "" : "?" + parameters;
	}

	private static String parameter(String name, String value) {
		return value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
