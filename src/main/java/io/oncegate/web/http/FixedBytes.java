package io.oncegate.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/** The same bytes for every client, compressed when first needed. */
public final class FixedBytes implements Prepared {

	private final byte[] plain;

	private volatile byte @Nullable [] compressed;

	public FixedBytes(byte[] plain) {
		this.plain = plain;
	}

	@Override
	public byte[] plain() {
		return this.plain;
	}

	@Override
	public byte[] compressed() {
		byte[] known = this.compressed;
		if (known == null) {
			known = compress(this.plain);
			this.compressed = known;
		}
		return known;
	}

	private static byte[] compress(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/** Includes room for the compressed bytes. */
	@Override
	public int size() {
		return 2 * this.plain.length;
	}

}
