package io.oncegate.booking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.DistributionSummary;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpResources;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The natural batch: a writer commits everything that came while its last statement ran,
 * in the order in which it came. Alone, a booking waits for nothing. Further writers help
 * when the first one is slow.
 */
@Component
class CommitQueue implements DisposableBean {

	/**
	 * One at a time, unless it is stuck: two would take the same seats of a time that
	 * everybody wants, and a row is cheaper in a larger batch.
	 */
	static final int WRITERS = 4;

	/** Whoever waits longer gets another writer. Shorter than the wait in overload. */
	private static final Duration STUCK = Duration.ofMillis(50);

	private static final int PLACES = 1024;

	private static final Duration TICK = Duration.ofMillis(20);

	private final Queue<WaitingRow> line = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger idleWriters = new AtomicInteger(WRITERS);

	private final Commit commit;

	private final Steps steps;

	/** A thread of the database's, on which a batch is begun. */
	private final Executor beginning = TcpResources.get().onClient(LoopResources.DEFAULT_NATIVE).next();

	private final DistributionSummary batchRows;

	private final Disposable ticks;

	private final Patience patience = new Patience();

	private final BatchSize size = new BatchSize();

	CommitQueue(Commit commit, Steps steps, Meters meters) {
		this.commit = commit;
		this.steps = steps;
		this.batchRows = meters.distribution(Measure.COMMIT_BATCH_ROWS);
		meters.gauge(Measure.COMMIT_QUEUE_ROWS, this.waiting, AtomicInteger::get);
		this.ticks = Schedulers.parallel()
			.schedulePeriodically(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Commits a booking with the next batch.
	 * @throws OverloadedException if too many wait, or it had to wait too long
	 * @throws OutcomeUnknownException if the database may have made it
	 * @throws TimeoutException if it was not sent before its deadline
	 */
	Mono<RowOutcome> commit(CommitRow row) {
		return Mono.create((sink) -> {
			WaitingRow newest = WaitingRow.of(row, sink);
			if (isFull()) {
				sink.error(OverloadedException.ofPostgres());
				return;
			}
			if (this.waiting.getAndIncrement() == 0) {
				this.patience.nobodyWaits();
			}
			sink.onCancel(() -> leave(newest));
			this.line.add(newest);
			write();
		});
	}

	/** Tells whether a commit would be refused now. */
	boolean isFull() {
		return this.waiting.get() >= PLACES;
	}

	private boolean leave(WaitingRow row) {
		boolean left = row.leave();
		if (left && this.waiting.decrementAndGet() == 0) {
			this.patience.nobodyWaits();
		}
		return left;
	}

	/** Until the batch begins, those who come at the same time join it. */
	private void write() {
		if (!this.line.isEmpty() && this.idleWriters.compareAndSet(WRITERS, WRITERS - 1)) {
			this.beginning.execute(this::writeNext);
		}
	}

	private void writeNext() {
		List<WaitingRow> batch = next();
		if (batch.isEmpty()) {
			this.idleWriters.incrementAndGet();
			write();
		}
		else {
			write(batch);
		}
	}

	private boolean acquireWriter() {
		return this.idleWriters.getAndUpdate((idle) -> Math.max(0, idle - 1)) > 0;
	}

	private List<WaitingRow> next() {
		int most = this.size.limit();
		List<WaitingRow> batch = new ArrayList<>();
		for (WaitingRow row; batch.size() < most && (row = this.line.poll()) != null;) {
			if (leave(row)) {
				batch.add(row);
			}
		}
		return batch;
	}

	private void write(List<WaitingRow> batch) {
		long began = System.nanoTime();
		this.batchRows.record(batch.size());
		observed(batch, this.commit.execute(batch.stream().map(WaitingRow::row).toList()))
			.doOnTerminate(() -> nextWriter(batch.size(), System.nanoTime() - began))
			.doOnNext((outcomes) -> WaitingRow.answer(batch, outcomes))
			.doOnError((fault) -> batch.forEach((row) -> row.fail(fault)))
			.toFuture();
	}

	private Mono<List<RowOutcome>> observed(List<WaitingRow> batch, Mono<List<RowOutcome>> writing) {
		return this.steps.observeForAll(Step.COMMIT_BATCH, writing, batch.stream().map(WaitingRow::context).toList(),
				Outcome.WRITTEN,
				(fault) -> (fault instanceof OutcomeUnknownException) ? Outcome.UNKNOWN : Outcome.ERROR);
	}

	/** Before the answers, so that the database works while they are given. */
	private void nextWriter(int rows, long nanos) {
		this.size.took(rows, Duration.ofNanos(nanos));
		this.idleWriters.incrementAndGet();
		write();
	}

	private void tick() {
		long now = System.nanoTime();
		refuseTheImpatient(now);
		WaitingRow first = this.line.peek();
		if (first != null && now - first.since() > STUCK.toNanos() && acquireWriter()) {
			writeNext();
		}
	}

	private void refuseTheImpatient(long now) {
		long patience = this.patience.now().toNanos();
		for (Iterator<WaitingRow> rows = this.line.iterator(); rows.hasNext();) {
			WaitingRow row = rows.next();
			if (row.hasLeft()) {
				rows.remove();
			}
			else if (now - row.since() < patience) {
				return;
			}
			else if (leave(row)) {
				rows.remove();
				row.fail(OverloadedException.ofPostgres());
			}
		}
	}

	@Override
	public void destroy() {
		this.ticks.dispose();
	}

}
