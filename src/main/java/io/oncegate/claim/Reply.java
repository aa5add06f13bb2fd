package io.oncegate.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.oncegate.booking.Idempotency;
import org.jspecify.annotations.Nullable;

/** The reply of {@code claim.lua} or {@code resolve.lua}: a status, then strings. */
record Reply(List<?> values) {

	int status() {
		return ((Long) this.values.get(0)).intValue();
	}

	boolean isEmpty(int index) {
		return bytes(index).length == 0;
	}

	UUID uuid(int index) {
		return Bytes.uuid(bytes(index));
	}

	String text(int index) {
		return Bytes.text(bytes(index));
	}

	Duration millis(int index) {
		return Duration.ofMillis(Long.parseLong(text(index)));
	}

	@Nullable Instant instant(int index) {
		return isEmpty(index) ? null : Instant.ofEpochMilli(Long.parseLong(text(index)));
	}

	/** The mark of an attempt, as two strings. */
	@Nullable Idempotency attempt(int index) {
		return isEmpty(index) ? null : new Idempotency(Bytes.hash(bytes(index)), Bytes.hash(bytes(index + 1)));
	}

	private byte[] bytes(int index) {
		return (byte[]) this.values.get(index);
	}

}
