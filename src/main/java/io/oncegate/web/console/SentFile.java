package io.oncegate.web.console;

import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.Part;

/**
 * A file of a form, which can be read several times, one after the other. Spring keeps a
 * large one on the disk; the buffers of a small one can be read only once, so its bytes
 * are kept here.
 */
final class SentFile {

	/** More than Spring keeps in memory. */
	private static final int SMALL = 256 * 1024;

	private final Part part;

	private final List<byte[]> kept = new ArrayList<>();

	private int size;

	private boolean complete;

	SentFile(Part part) {
		this.part = part;
	}

	Flux<byte[]> bytes() {
		return Flux.defer(() -> this.complete ? Flux.fromIterable(this.kept) : read());
	}

	private Flux<byte[]> read() {
		this.kept.clear();
		this.size = 0;
		return this.part.content()
			.map(SentFile::bytes)
			.doOnNext(this::keep)
			.doOnComplete(() -> this.complete = this.size <= SMALL);
	}

	private void keep(byte[] bytes) {
		if (this.size <= SMALL) {
			this.size += bytes.length;
			this.kept.add(bytes);
		}
		else if (!this.kept.isEmpty()) {
			this.kept.clear();
		}
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
