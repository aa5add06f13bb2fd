package io.oncegate.web.invitee;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Where a booking takes place, in the owner's words. Web addresses in it, such as that of
 * a video call, are only for invitees who have booked.
 *
 * @param parts the words and the web addresses, in order
 */
public record Place(List<Part> parts) {

	/**
	 * A web address as people write it, with its scheme or with a host and a path only,
	 * but without punctuation that ends a sentence.
	 */
	private static final Pattern ADDRESS = Pattern.compile("(?i)(?<![\\w.@/-])"
			+ "(https?://[^\\s<>\"]+|(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,63}/[^\\s<>\"]+)(?<![.,;:!?)\\]'])");

	/** What remains around a web address that was removed. */
	private static final Pattern LOOSE = Pattern.compile("[\\s.:,;،、：–-]+(?=\\)|$)");

	static @Nullable Place of(@Nullable String location) {
		if (location == null) {
			return null;
		}
		List<Part> parts = new ArrayList<>();
		Matcher addresses = ADDRESS.matcher(location);
		int end = 0;
		while (addresses.find()) {
			parts.add(new Part(location.substring(end, addresses.start()), null));
			parts.add(new Part(addresses.group(), link(addresses.group())));
			end = addresses.end();
		}
		parts.add(new Part(location.substring(end), null));
		parts.removeIf((part) -> part.text().isEmpty());
		return new Place(List.copyOf(parts));
	}

	private static String link(String address) {
		return address.toLowerCase(Locale.ROOT).startsWith("http") && address.contains("://") ? address
				: "https://" + address;
	}

	/** Tells whether it contains a web address. */
	public boolean hasAddress() {
		return this.parts.stream().anyMatch((part) -> part.link() != null);
	}

	/** What anybody may see: the words without the web addresses. */
	public String words() {
		if (!hasAddress()) {
			return this.parts.stream().map(Part::text).collect(Collectors.joining());
		}
		String words = this.parts.stream()
			.filter((part) -> part.link() == null)
			.map(Part::text)
			.collect(Collectors.joining(" "));
		return LOOSE.matcher(words.replaceAll("\\s+", " ")).replaceAll("").replace(" ()", "").strip();
	}

	/**
	 * A part of a place.
	 *
	 * @param link the address to link to, if the part is a web address
	 */
	public record Part(String text, @Nullable String link) {

	}

}
