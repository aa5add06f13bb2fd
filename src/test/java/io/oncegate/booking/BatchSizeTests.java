package io.oncegate.booking;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A slow database gets smaller batches, and a quick one large ones. */
class BatchSizeTests {

	private final BatchSize size = new BatchSize();

	@Test
	void aSlowBatchIsFollowedByOneThatWouldHaveBeenQuick() {
		this.size.took(100, Duration.ofSeconds(1));
		assertThat(this.size.limit()).isEqualTo(25);
	}

	@Test
	void noBatchIsTooSmallToBeWorthAStatement() {
		this.size.took(1, Duration.ofSeconds(5));
		assertThat(this.size.limit()).isEqualTo(BatchSize.SMALLEST);
	}

	@Test
	void fullBatchesThatAreQuickAgainGrowBack() {
		this.size.took(1, Duration.ofSeconds(5));
		for (int batches = 0; batches < 5; batches++) {
			this.size.took(this.size.limit(), Duration.ofMillis(10));
		}
		assertThat(this.size.limit()).isEqualTo(BatchSize.LARGEST);
	}

	@Test
	void aSmallBatchSaysNothingOfLargerOnes() {
		this.size.took(100, Duration.ofSeconds(1));
		this.size.took(24, Duration.ofMillis(10));
		assertThat(this.size.limit()).isEqualTo(25);
	}

}
