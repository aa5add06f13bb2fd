package io.oncegate.booking;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

/**
 * A booking that waits for a batch.
 *
 * @param since as {@link System#nanoTime()}
 * @param left whether it was taken into a batch, or is no longer needed
 */
record WaitingRow(CommitRow row, MonoSink<RowOutcome> sink, long since, AtomicBoolean left) {

	/** A row that starts to wait now. */
	static WaitingRow of(CommitRow row, MonoSink<RowOutcome> sink) {
		return new WaitingRow(row, sink, System.nanoTime(), new AtomicBoolean());
	}

	/** The context of the waiting redemption. */
	ContextView context() {
		return this.sink.contextView();
	}

	/** Leaves the queue; false if it has already left. */
	boolean leave() {
		return this.left.compareAndSet(false, true);
	}

	boolean hasOwnerOf(WaitingRow other) {
		return this.row.ownerId().equals(other.row.ownerId());
	}

	boolean hasLeft() {
		return this.left.get();
	}

	/** Completes the rows of a batch, each with its outcome. */
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
