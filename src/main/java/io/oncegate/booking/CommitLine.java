package io.oncegate.booking;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The queue of bookings that wait for a batch, in order of arrival. */
class CommitLine {

	private static final int PLACES = 1024;

	private final Queue<WaitingRow> line = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final Patience patience = new Patience();

	/** How many are waiting. */
	AtomicInteger waiting() {
		return this.waiting;
	}

	boolean isFull() {
		return this.waiting.get() >= PLACES;
	}

	boolean isEmpty() {
		return this.line.isEmpty();
	}

	/** Adds a booking, unless too many are waiting. */
	boolean add(WaitingRow newest) {
		if (isFull()) {
			return false;
		}
		if (this.waiting.getAndIncrement() == 0) {
			this.patience.nobodyWaits();
		}
		this.line.add(newest);
		return true;
	}

	/** Removes a booking from the queue; false if it has already left. */
	boolean leave(WaitingRow row) {
		boolean left = row.leave();
		if (left && this.waiting.decrementAndGet() == 0) {
			this.patience.nobodyWaits();
		}
		return left;
	}

	/**
	 * Takes the booking that has waited longest, and those after it with the same owner.
	 */
	List<WaitingRow> next(int most) {
		List<WaitingRow> batch = new ArrayList<>();
		for (Iterator<WaitingRow> rows = this.line.iterator(); rows.hasNext() && batch.size() < most;) {
			WaitingRow row = rows.next();
			if (row.hasLeft()) {
				rows.remove();
			}
			else if ((batch.isEmpty() || row.hasOwnerOf(batch.get(0))) && leave(row)) {
				rows.remove();
				batch.add(row);
			}
		}
		return batch;
	}

	/** Refuses the bookings that have waited too long. */
	void refuseTheImpatient() {
		long now = System.nanoTime();
		long most = this.patience.now().toNanos();
		for (Iterator<WaitingRow> rows = this.line.iterator(); rows.hasNext();) {
			WaitingRow row = rows.next();
			if (row.hasLeft()) {
				rows.remove();
			}
			else if (now - row.since() < most) {
				return;
			}
			else if (leave(row)) {
				rows.remove();
				row.fail(OverloadedException.ofPostgres());
			}
		}
	}

}
