package io.oncegate.claim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.oncegate.booking.Idempotency;
import org.jspecify.annotations.Nullable;

/**
 * What {@code resolve.lua} and {@code claim.lua} return: a status, the link, its
 * calendar, a detail, and then the one its expiry, the other the mark of an attempt.
 */
record Reply(List<?> values) {

	int status() {
		return ((Long) this.values.get(0)).intValue();
	}

	UUID linkId() {
		return UUID.fromString(text(1));
	}

	UUID calendarId() {
		return UUID.fromString(text(2));
	}

	String detail() {
		return text(3);
	}

	Duration leaseLeft() {
		return Duration.ofMillis(Long.parseLong(detail()));
	}

	UUID bookingId() {
		return UUID.fromString(detail());
	}

	UUID claimId() {
		return UUID.fromString(detail());
	}

	@Nullable Instant expiresAt() {
		return text(4).isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(text(4)));
	}

	@Nullable Idempotency attempt() {
		return text(4).isEmpty() ? null : new Idempotency(text(4), text(5));
	}

	private String text(int index) {
		return StandardCharsets.UTF_8.decode(((ByteBuffer) this.values.get(index)).duplicate()).toString();
	}

}
