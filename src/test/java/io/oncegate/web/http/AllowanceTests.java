package io.oncegate.web.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is used comes back, little by little. */
class AllowanceTests {

	private final AtomicLong now = new AtomicLong();

	private final Allowance allowance = new Allowance(4, 6, new TimeMeter() {

		@Override
		public long currentTimeNanos() {
			return AllowanceTests.this.now.get();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	});

	@Test
	void whatIsUsedUpComesBackAfterAWhile() {
		for (int n = 0; n < 4; n++) {
			assertThat(this.allowance.use("Ada")).isNull();
		}
		assertThat(this.allowance.use("Ada")).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
		assertThat(this.allowance.use("Bob")).isNull();
		this.now.addAndGet(Duration.ofMinutes(15).toNanos());
		assertThat(this.allowance.use("Ada")).isNull();
		assertThat(this.allowance.use("Ada")).isNotNull();
	}

	@Test
	void dayHasABoundOfItsOwn() {
		int used = 0;
		for (int hour = 0; hour < 3; hour++) {
			while (this.allowance.use("Ada") == null) {
				used++;
			}
			this.now.addAndGet(Duration.ofHours(1).toNanos());
		}
		assertThat(used).isEqualTo(6);
		assertThat(this.allowance.use("Ada")).isBetween(Duration.ofMinutes(50), Duration.ofHours(2));
		this.now.addAndGet(Duration.ofDays(1).toNanos());
		assertThat(this.allowance.use("Ada")).isNull();
	}

	@Test
	void whatIsGivenBackCanBeUsed() {
		for (int n = 0; n < 4; n++) {
			this.allowance.use("Ada");
		}
		this.allowance.giveBack("Ada");
		assertThat(this.allowance.use("Ada")).isNull();
		assertThat(this.allowance.use("Ada")).isNotNull();
	}

}
