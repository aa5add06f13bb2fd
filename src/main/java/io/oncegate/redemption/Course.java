package io.oncegate.redemption;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.oncegate.booking.OutcomeUnknownException;
import io.oncegate.redemption.RedemptionOutcome.Redeemed;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.StepRun;
import io.oncegate.telemetry.Steps;
import io.oncegate.telemetry.Traced;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The course of a booking attempt: from step to step, each timed, to its single end,
 * which is timed and logged, too. It has a timeout, and a client that disconnects does
 * not stop it.
 */
abstract class Course {

	private static final Logger logger = LoggerFactory.getLogger(Redemptions.class);

	/**
	 * Shorter than a claim's lease. An attempt that takes longer leaves its claim to the
	 * lease.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Steps steps;

	private final Runnable leave;

	private final StepRun whole;

	private final Context context;

	private final CompletableFuture<RedemptionOutcome> outcome = new CompletableFuture<>();

	private final AtomicBoolean over = new AtomicBoolean();

	private final Disposable timeout;

	private volatile StepRun step;

	private volatile @Nullable CompletableFuture<?> awaited;

	/**
	 * Creates the course.
	 * @param context of the request
	 * @param leave runs last
	 */
	Course(Steps steps, ContextView context, Runnable leave) {
		this.steps = steps;
		this.leave = leave;
		this.whole = steps.begin(Step.REDEMPTION, context);
		this.context = this.whole.in(Context.of(context));
		this.step = this.whole;
		this.timeout = Timeouts.scheduler().schedule(this::giveUp, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Runs from the first step; returns the outcome. */
	CompletableFuture<RedemptionOutcome> go(Runnable first) {
		guard(first, Runnable::run);
		return this.outcome;
	}

	/** Starts a step. */
	void begin(Step step) {
		this.step = this.steps.begin(step, this.context);
	}

	/** Ends the step. */
	void done(Outcome outcome) {
		this.step.end(outcome);
		this.step = this.whole;
	}

	/** Ends the step with a fault. */
	void failed(Outcome outcome, Throwable fault) {
		this.step.fail(outcome, fault);
		this.step = this.whole;
	}

	/** Continues when some work is done. */
	<T> void await(Mono<T> work, Consumer<? super T> next, Consumer<Throwable> otherwise) {
		CompletableFuture<T> result = work.contextWrite(this.step.in(this.context)).toFuture();
		this.awaited = result;
		result.whenComplete((value, fault) -> {
			if (fault == null) {
				guard(value, next);
			}
			else {
				guard(fault, otherwise);
			}
		});
		if (this.over.get()) {
			result.cancel(false);
		}
	}

	private <T> void guard(T value, Consumer<? super T> next) {
		try {
			if (!this.over.get()) {
				next.accept(value);
			}
		}
		catch (RuntimeException ex) {
			stumble(ex);
		}
	}

	/** Continues after a fault between two steps. */
	abstract void stumble(RuntimeException fault);

	void end(RedemptionOutcome outcome) {
		Outcome name = OutcomeNames.of(outcome);
		if (this.over.compareAndSet(false, true)) {
			if (logger.isDebugEnabled()) {
				Traced.log(this.context, () -> logger.debug("A redemption ended: {}", line(name, outcome)));
			}
			this.whole.end(name);
			this.outcome.complete(outcome);
			leave();
		}
	}

	void fail(Throwable fault) {
		if (this.over.compareAndSet(false, true)) {
			Outcome name = OutcomeNames.ofFault(fault);
			if (logger.isDebugEnabled()) {
				Traced.log(this.context,
						() -> logger.debug("A redemption ended: {}, {}", name.label(), fault.getClass().getName()));
			}
			this.whole.fail(name, fault);
			this.outcome.completeExceptionally(fault);
			leave();
		}
	}

	private void leave() {
		this.timeout.dispose();
		this.leave.run();
	}

	private void giveUp() {
		this.step.end(Outcome.ERROR);
		fail(new OutcomeUnknownException(new TimeoutException("It took too long")));
		CompletableFuture<?> awaited = this.awaited;
		if (awaited != null) {
			awaited.cancel(false);
		}
	}

	/** Ids only: nothing that could be used to book, and no data of the invitee. */
	private static String line(Outcome name, RedemptionOutcome outcome) {
		return (outcome instanceof Redeemed redeemed)
				? name.label() + ", booking " + redeemed.booking().id() + ", link " + redeemed.booking().linkId()
				: name.label();
	}

}
