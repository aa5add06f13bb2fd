package io.oncegate.booking;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Care is taken for a while after a batch could not be committed at once. */
class CareTests {

	private final AtomicLong nanos = new AtomicLong();

	private final Care care = new Care(this.nanos::get);

	@Test
	void atFirstNoneIsTaken() {
		assertThat(this.care.isTaken()).isFalse();
	}

	@Test
	void afterOneCouldNotBeCommittedAtOnceItIsTakenForASecond() {
		this.care.take();
		this.nanos.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(this.care.isTaken()).isTrue();
		this.nanos.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(this.care.isTaken()).isFalse();
	}

}
