package io.oncegate.booking;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.DistributionSummary;
import io.oncegate.booking.WriterTurns.Turn;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

import org.springframework.stereotype.Component;

/**
 * Natural batching: a writer commits everything that arrived while its last statement
 * ran, in order of arrival. A single booking does not wait. If a statement is stuck,
 * nobody waits for it any longer.
 */
@Component
class CommitQueue {

	/**
	 * One at a time, plus any that are stuck: two would take the same seats of a popular
	 * slot, and a row is cheaper in a larger batch.
	 */
	static final int WRITERS = 4;

	private static final Duration TICK = Duration.ofMillis(20);

	private final CommitLine line = new CommitLine();

	private final WriterTurns turns = new WriterTurns(WRITERS, Ticker.systemTicker());

	private final Commit commit;

	private final Steps steps;

	/** A database thread, on which a batch is started. */
	private final Executor beginning;

	private final DistributionSummary batchRows;

	private final AtomicBoolean ticks = new AtomicBoolean();

	private final BatchSize size = new BatchSize();

	CommitQueue(Commit commit, LoopResources loops, Steps steps, Meters meters) {
		this.commit = commit;
		this.beginning = loops.onClient(LoopResources.DEFAULT_NATIVE).next();
		this.steps = steps;
		this.batchRows = meters.distribution(Measure.COMMIT_BATCH_ROWS);
		meters.gauge(Measure.COMMIT_QUEUE_ROWS, this.line.waiting(), AtomicInteger::get);
	}

	/**
	 * Commits a booking with the next batch.
	 * @throws OverloadedException if too many are waiting, or it waited too long
	 * @throws OutcomeUnknownException if the database may have committed it
	 * @throws TimeoutException if it was not sent before its deadline
	 */
	Mono<RowOutcome> commit(CommitRow row) {
		return Mono.create((sink) -> {
			WaitingRow newest = WaitingRow.of(row, sink);
			if (this.line.add(newest)) {
				sink.onCancel(() -> this.line.leave(newest));
				write();
				tickLater();
			}
			else {
				sink.error(OverloadedException.ofPostgres());
			}
		});
	}

	/** Tells whether a commit would be refused now. */
	boolean isFull() {
		return this.line.isFull() || this.commit.isInVain();
	}

	/** Bookings that arrive at the same time join the batch until it starts. */
	private void write() {
		Turn turn = this.line.isEmpty() ? null : this.turns.take();
		if (turn != null) {
			this.beginning.execute(() -> write(turn));
		}
	}

	private void write(Turn turn) {
		List<WaitingRow> batch = this.line.next(this.size.limit());
		if (batch.isEmpty()) {
			end(turn);
			return;
		}
		this.batchRows.record(batch.size());
		observed(batch, this.commit.execute(batch.stream().map(WaitingRow::row).toList())).doOnTerminate(() -> {
			this.size.took(batch.size(), this.turns.time(turn));
			end(turn);
		})
			.doOnNext((outcomes) -> WaitingRow.answer(batch, outcomes))
			.doOnError((fault) -> batch.forEach((row) -> row.fail(fault)))
			.toFuture();
	}

	private Mono<List<RowOutcome>> observed(List<WaitingRow> batch, Mono<List<RowOutcome>> writing) {
		return this.steps.observeForAll(Step.COMMIT_BATCH, writing, batch.stream().map(WaitingRow::context).toList(),
				Outcome.WRITTEN,
				(fault) -> (fault instanceof OutcomeUnknownException) ? Outcome.UNKNOWN : Outcome.ERROR);
	}

	/** Before the responses, so that the database works while they are sent. */
	private void end(Turn turn) {
		if (this.turns.end(turn)) {
			write();
		}
	}

	/**
	 * Only while a booking is waiting: on an idle gateway it would cost more than
	 * everything else.
	 */
	private void tickLater() {
		if (!this.line.isEmpty() && this.ticks.compareAndSet(false, true)) {
			Schedulers.parallel().schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void tick() {
		this.ticks.set(false);
		this.line.refuseTheImpatient();
		Turn turn = this.line.isEmpty() ? null : this.turns.takeOver();
		if (turn != null) {
			write(turn);
		}
		tickLater();
	}

}
