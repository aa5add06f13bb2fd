package io.oncegate.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.CRC32;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;

/**
 * A file that pages need. Its address names its content, so that it can be kept for good.
 */
public enum Asset {

	/** How pages look. */
	STYLES("oncegate", "css", "css"),

	/** Shows times in the visitor's own zone. */
	ZONE("zone", "js", "javascript"),

	/** Puts a booking page into a page of somebody else's. */
	EMBED("embed", "js", "javascript");

	private final String name;

	private final String lasting;

	private final MediaType type;

	private final Prepared content;

	Asset(String name, String extension, String subtype) {
		byte[] content = read(name + "." + extension);
		this.name = name + "." + extension;
		this.lasting = name + "-" + hash(content) + "." + extension;
		this.type = new MediaType("text", subtype);
		this.content = new FixedBytes(content);
		this.content.compressed();
	}

	private static byte[] read(String name) {
		try {
			return new ClassPathResource("assets/" + name).getContentAsByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
