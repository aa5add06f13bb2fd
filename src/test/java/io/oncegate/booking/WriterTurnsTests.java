package io.oncegate.booking;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import io.oncegate.booking.WriterTurns.Turn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One writes at a time, and nobody waits for one that is stuck. */
class WriterTurnsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final WriterTurns turns = new WriterTurns(3, this.nanos::get);

	@Test
	void oneHasTheTurnUntilItEnds() {
		Turn first = taken(this.turns.take());
		assertThat(this.turns.take()).isNull();
		assertThat(this.turns.end(first)).isTrue();
		assertThat(this.turns.take()).isNotNull();
	}

	@Test
	void theTurnOfOneThatIsNotStuckIsNotTakenOver() {
		taken(this.turns.take());
		this.nanos.addAndGet(WriterTurns.STUCK.toNanos());
		assertThat(this.turns.takeOver()).isNull();
	}

	@Test
	void whoeverTookOverIsFollowedAtOnceWhileTheOtherIsStillStuck() {
		Turn stuck = taken(this.turns.take());
		Turn second = takenOver();
		assertThat(this.turns.end(second)).isTrue();
		Turn third = taken(this.turns.take());
		assertThat(this.turns.end(stuck)).isFalse();
		assertThat(this.turns.take()).isNull();
		assertThat(this.turns.end(third)).isTrue();
	}

	@Test
	void noMoreWriteThanMay() {
		Turn first = taken(this.turns.take());
		takenOver();
		takenOver();
		this.nanos.addAndGet(WriterTurns.STUCK.toNanos() + 1);
		assertThat(this.turns.takeOver()).isNull();
		this.turns.end(first);
		assertThat(this.turns.takeOver()).isNotNull();
	}

	@Test
	void nobodyTakesOverWhereNobodyWrites() {
		this.nanos.addAndGet(WriterTurns.STUCK.toNanos() + 1);
		assertThat(this.turns.takeOver()).isNull();
	}

	private Turn takenOver() {
		this.nanos.addAndGet(WriterTurns.STUCK.toNanos() + 1);
		return taken(this.turns.takeOver());
	}

	private static Turn taken(@Nullable Turn turn) {
		return Objects.requireNonNull(turn);
	}

}
