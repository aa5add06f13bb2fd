package io.oncegate.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/**
 * A file that pages need. Its address names its content, so that it can be kept for good.
 */
public enum Asset {

	/** How pages look. */
	STYLES("oncegate", "css", "css", "META-INF/resources/webjars/normalize.css/*/normalize.css"),

	/** Shows another day, month or zone without a new page. */
	BOOKING("booking", "js", "javascript"),

	/** Puts a booking page into a page of somebody else's. */
	EMBED("embed", "js", "javascript"),

	/** Tells that page how high the booking page is, and when a time was booked. */
	FRAME("frame", "js", "javascript");

	private final String name;

	private final String lasting;

	private final MediaType type;

	private final Prepared content;

	/**
	 * An asset.
	 * @param before files of libraries that come before our own
	 */
	Asset(String name, String extension, String subtype, String... before) {
		byte[] content = read(name + "." + extension, before);
		this.name = name + "." + extension;
		this.lasting = name + "-" + hash(content) + "." + extension;
		this.type = new MediaType("text", subtype);
		this.content = new FixedBytes(content);
		this.content.compressed();
	}

	private static byte[] read(String name, String... before) {
		try {
			StringBuilder content = new StringBuilder();
			for (String library : before) {
				// Of a library the code is sent, not what explains it to its developers.
				content.append(text(library).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s*\n\\s*", "\n").strip())
					.append("\n\n");
			}
			return content.append(text("assets/" + name)).toString().getBytes(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads the one file of a name, in which a version may be left open. */
	private static String text(String name) throws IOException {
		return new PathMatchingResourcePatternResolver().getResources("classpath*:" + name)[0]
			.getContentAsString(StandardCharsets.UTF_8);
	}

	static String hash(byte[] content) {
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
