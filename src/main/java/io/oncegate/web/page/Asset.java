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
 * A file that pages need. Its address names its content, so that it can be kept for good.
 */
public enum Asset {

	/** How pages look. */
	STYLES("oncegate", "css", "css", "META-INF/resources/webjars/normalize.css/*/normalize.css", "assets/oncegate.css"),

	/** Shows another day, month or zone without a new page. */
	BOOKING("booking", "js", "javascript"),

	/** Puts a booking page into a page of somebody else's. */
	EMBED("embed", "js", "javascript"),

	/** Tells that page how high the booking page is, and when a time was booked. */
	FRAME("frame", "js", "javascript"),

	/** How pages of the console look, beside what all pages have. */
	CONSOLE_STYLES("console", "css", "css"),

	/** How the description of the API looks, beside what all pages have. */
	API_STYLES("api", "css", "css"),

	/** What pages of the console do beside htmx. */
	CONSOLE("console", "js", "javascript"),

	/** Lets pages of the console fetch parts of themselves. */
	HTMX("htmx", "js", "javascript", "META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js");

	private final String name;

	private final String lasting;

	private final MediaType type;

	private final Prepared content;

	/**
	 * An asset.
	 * @param files what it is made of, in which the version of a library may be left
	 * open; its own file alone if none are given
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
			// Of a library the code is sent, not what explains it to its developers.
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

	/** Where pages find it; another address for another content. */
	public String address() {
		return "/assets/" + this.lasting;
	}

	/** Tells whether this is one of its two names. */
	boolean isNamed(String name) {
		return this.name.equals(name) || isLasting(name);
	}

	/** Tells whether this name will never mean another content. */
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
