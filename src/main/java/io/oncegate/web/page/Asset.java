package io.oncegate.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import io.oncegate.web.http.FixedBytes;
import io.oncegate.web.http.Prepared;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/**
 * A static file of the pages. Its address contains a hash of its content, so it can be
 * cached forever.
 */
public enum Asset {

	/** The styles of all pages. */
	STYLES("oncegate", "css", "css", "META-INF/resources/webjars/normalize.css/*/normalize.css", "assets/oncegate.css"),

	/**
	 * Shows another day, month or zone without loading a new page, and lets a form that
	 * was sent be left and come back to.
	 */
	BOOKING("booking", "js", "javascript"),

	/** Embeds a booking page in somebody else's page. */
	EMBED("embed", "js", "javascript"),

	/**
	 * Reports the height of the booking page, and bookings, to the page that embeds it.
	 */
	FRAME("frame", "js", "javascript"),

	/** The additional styles of the console. */
	CONSOLE_STYLES("console", "css", "css"),

	/** The additional styles of the API documentation. */
	API_STYLES("api", "css", "css"),

	/** What the console's pages do besides htmx. */
	CONSOLE("console", "js", "javascript"),

	/** Lets the console's pages fetch parts of themselves. */
	HTMX("htmx", "js", "javascript", "META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js");

	private final String name;

	private final String lasting;

	private final MediaType type;

	private final Prepared content;

	/**
	 * An asset.
	 * @param files the files it consists of, where the version of a library may be a
	 * wildcard; its own file alone if none are given
	 */
	Asset(String name, String extension, String subtype, String... files) {
		byte[] content = ((files.length > 0) ? read(files) : read("assets/" + name + "." + extension))
			.getBytes(StandardCharsets.UTF_8);
		this.name = name + "." + extension;
		this.lasting = name + "-" + hash(content) + "." + extension;
		this.type = new MediaType("text", subtype);
		this.content = new FixedBytes(content);
		this.content.compressed();
	}

	private static String read(String... files) {
		return Arrays.stream(files).map(Asset::read).collect(Collectors.joining("\n\n"));
	}

	private static String read(String file) {
		try {
			String text = new PathMatchingResourcePatternResolver().getResources("classpath*:" + file)[0]
				.getContentAsString(StandardCharsets.UTF_8);
			// Comments in a library's styles are for its developers, and not sent.
			return (file.startsWith("META-INF") && file.endsWith(".css"))
					? text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s*\n\\s*", "\n").strip() : text;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static String hash(byte[] content) {
		CRC32 sum = new CRC32();
		sum.update(content);
		return HexFormat.of().toHexDigits((int) sum.getValue());
	}

	/** The address that pages use; it changes with the content. */
	public String address() {
		return "/assets/" + this.lasting;
	}

	/** Tells whether this is one of its two names. */
	boolean isNamed(String name) {
		return this.name.equals(name) || isLasting(name);
	}

	/** Tells whether this name always stands for the present content. */
	boolean isLasting(String name) {
		return this.lasting.equals(name);
	}

	MediaType type() {
		return this.type;
	}

	Prepared content() {
		return this.content;
	}

}
