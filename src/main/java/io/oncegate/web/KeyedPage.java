package io.oncegate.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A page that is rendered and compressed once, and of which each client gets a copy with
 * a random key of its own.
 * <p>
 * A compressed copy is one gzip member (RFC 1952): what precedes the key, deflated and
 * flushed to a whole byte; the key as a stored block (RFC 1951, 3.2.4); what follows,
 * deflated; and the check sum of this copy.
 */
final class KeyedPage implements Prepared {

	private static final int KEY = 36;

	private static final byte[] HEADER = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	/** Not the last block, not compressed, its length, and that again inverted. */
	private static final byte[] STORED = { 0, KEY, 0, (byte) ~KEY, (byte) 0xff };

	private static final int TRAILER = 8;

	private final byte[] before;

	private final byte[] after;

	private final byte[] deflatedBefore;

	private final byte[] deflatedAfter;

	/**
	 * Takes a page apart.
	 * @param page the page, with a placeholder of the length of a UUID where the key goes
	 */
	KeyedPage(byte[] page, String placeholder) {
		// One character is one byte, and back.
		int key = new String(page, StandardCharsets.ISO_8859_1).indexOf(placeholder);
		this.before = new byte[key];
		this.after = new byte[page.length - key - KEY];
		ByteBuffer.wrap(page).get(this.before).position(key + KEY).get(this.after);
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

	@Override
	public byte[] plain() {
		return ByteBuffer.allocate(this.before.length + KEY + this.after.length)
			.put(this.before)
			.put(key())
			.put(this.after)
			.array();
	}

	@Override
	public byte[] compressed() {
		byte[] key = key();
		CRC32 sum = new CRC32();
		sum.update(this.before);
		sum.update(key);
		sum.update(this.after);
		return ByteBuffer
			.allocate(HEADER.length + this.deflatedBefore.length + STORED.length + KEY + this.deflatedAfter.length
					+ TRAILER)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(HEADER)
			.put(this.deflatedBefore)
			.put(STORED)
			.put(key)
			.put(this.deflatedAfter)
			.putInt((int) sum.getValue())
			.putInt(this.before.length + KEY + this.after.length)
			.array();
	}

	private static byte[] key() {
		return UUID.randomUUID().toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	@Override
	public int size() {
		return this.before.length + this.after.length + this.deflatedBefore.length + this.deflatedAfter.length;
	}

}
