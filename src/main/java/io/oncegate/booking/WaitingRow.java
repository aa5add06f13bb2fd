package io.oncegate.booking;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

/**
 * A booking that waits for a batch.
 *
 * @param since by {@link System#nanoTime()}
 * @param left whether it was taken into a batch, or is no longer wanted
 */
record WaitingRow(CommitRow row, MonoSink<RowOutcome> sink, long since, AtomicBoolean left) {

	/** One that begins to wait now. */
	static WaitingRow of(CommitRow row, MonoSink<RowOutcome> sink) {
		return new WaitingRow(row, sink, System.nanoTime(), new AtomicBoolean());
	}

	/** The context of the redemption that waits. */
	ContextView context() {
		return this.sink.contextView();
	}

	/** Leaves the line; false if it has left before. */
	boolean leave() {
		return this.left.compareAndSet(false, true);
	}

	boolean hasLeft() {
		return this.left.get();
	}

	/** Answers those of a batch, each with its outcome. */
	static void answer(List<WaitingRow> batch, List<RowOutcome> outcomes) {
		for (int n = 0; n < batch.size(); n++) {
			batch.get(n).answer(outcomes.get(n));
		}
	}

	private void answer(RowOutcome outcome) {
		if (outcome.fault() != null) {
			fail(outcome.fault());
		}
		else {
			this.sink.success(outcome);
		}
	}

	void fail(Throwable fault) {
		this.sink.error(fault);
	}

}
