package io.oncegate.web.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A page that is rendered and compressed once, of which each client gets a copy with a
 * key of its own: a random one unless one is given.
 * <p>
 * A compressed copy is one gzip member (RFC 1952): what precedes the key, deflated and
 * flushed to a byte boundary; the key as a stored block (RFC 1951, 3.2.4); what follows,
 * deflated; and the checksum of this copy.
 */
public final class KeyedBody implements Prepared {

	private static final byte[] HEADER = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	/**
	 * The header of a block that is neither last nor compressed: flags, length, and the
	 * length inverted.
	 */
	private static final int STORED = 5;

	private static final int TRAILER = 8;

	private final int length;

	private final byte[] before;

	private final byte[] after;

	private final byte[] deflatedBefore;

	private final byte[] deflatedAfter;

	/**
	 * Splits a page at its key.
	 * @param page the page, with a placeholder of the key's length in its place
	 */
	public KeyedBody(byte[] page, String placeholder) {
		// ISO 8859-1 maps each byte to one character, and back.
		int key = new String(page, StandardCharsets.ISO_8859_1).indexOf(placeholder);
		this.length = placeholder.length();
		this.before = new byte[key];
		this.after = new byte[page.length - key - this.length];
		ByteBuffer.wrap(page).get(this.before).position(key + this.length).get(this.after);
		this.deflatedBefore = deflate(this.before, false);
		this.deflatedAfter = deflate(this.after, true);
	}

	private static byte[] deflate(byte[] bytes, boolean last) {
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
		try {
			deflater.setInput(bytes);
			if (last) {
				deflater.finish();
			}
			ByteArrayOutputStream deflated = new ByteArrayOutputStream();
			byte[] buffer = new byte[8192];
			int length;
			do {
				length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
				deflated.write(buffer, 0, length);
			}
			while (length == buffer.length);
			return deflated.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

	/** Returns a copy with the given key. */
	public Prepared with(String key) {
		return new Copy(key.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Override
	public byte[] plain() {
		return plain(random());
	}

	@Override
	public byte[] compressed() {
		return compressed(random());
	}

	private static byte[] random() {
		return UUID.randomUUID().toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private byte[] plain(byte[] key) {
		return ByteBuffer.allocate(this.before.length + this.length + this.after.length)
			.put(this.before)
			.put(key)
			.put(this.after)
			.array();
	}

	private byte[] compressed(byte[] key) {
		CRC32 sum = new CRC32();
		sum.update(this.before);
		sum.update(key);
		sum.update(this.after);
		return ByteBuffer
			.allocate(HEADER.length + this.deflatedBefore.length + STORED + this.length + this.deflatedAfter.length
					+ TRAILER)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(HEADER)
			.put(this.deflatedBefore)
			.put((byte) 0)
			.putShort((short) this.length)
			.putShort((short) ~this.length)
			.put(key)
			.put(this.deflatedAfter)
			.putInt((int) sum.getValue())
			.putInt(this.before.length + this.length + this.after.length)
			.array();
	}

	@Override
	public int size() {
		return this.before.length + this.after.length + this.deflatedBefore.length + this.deflatedAfter.length;
	}

	private final class Copy implements Prepared {

		private final byte[] key;

		Copy(byte[] key) {
			this.key = key;
		}

		@Override
		public byte[] plain() {
			return KeyedBody.this.plain(this.key);
		}

		@Override
		public byte[] compressed() {
			return KeyedBody.this.compressed(this.key);
		}

		@Override
		public int size() {
			return KeyedBody.this.size();
		}

	}

}
