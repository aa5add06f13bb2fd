package io.oncegate.booking;

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

	/** The context of the redemption that waits. */
	ContextView context() {
		return this.sink.contextView();
	}

	void answer(RowOutcome outcome) {
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
