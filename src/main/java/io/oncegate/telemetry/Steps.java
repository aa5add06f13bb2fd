package io.oncegate.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.stereotype.Component;

/**
 * Observes the steps of a redemption, each as part of its parent. Without tracing, each
 * costs a reading of the clock and a timer.
 */
@Component
public class Steps {

	private static final Logger logger = LoggerFactory.getLogger(Steps.class);

	static final String KEY = ObservationThreadLocalAccessor.KEY;

	private final StepTimers timers;

	private final Optional<StepSpans> spans;

	Steps(StepTimers timers, Optional<StepSpans> spans) {
		this.timers = timers;
		this.spans = spans;
	}

	/**
	 * Starts a step.
	 * @param context of its parent
	 */
	public StepRun begin(Step step, ContextView context) {
		return begin(step, List.of(context));
	}

	private StepRun begin(Step step, List<ContextView> contexts) {
		return this.spans.isPresent() ? this.spans.get().begin(step, contexts) : this.timers.begin(step);
	}

	/**
	 * Observes some work.
	 * @param outcome names its outcome
	 * @param fault names the outcome for a fault
	 */
	public <T> Mono<T> observe(Step step, Mono<T> work, Function<? super T, Outcome> outcome,
			Function<Throwable, Outcome> fault) {
		return work.tap((context) -> new Observing<>(begin(step, context), outcome, fault));
	}

	/**
	 * Observes work for several redemptions at once.
	 * @param contexts the contexts of those redemptions
	 */
	public <T> Mono<T> observeForAll(Step step, Mono<T> work, List<ContextView> contexts, Outcome outcome,
			Function<Throwable, Outcome> fault) {
		return work.tap(() -> new Observing<>(begin(step, contexts), (done) -> outcome, fault));
	}

	/** The current observation, if there is one. */
	static @Nullable Observation current(ContextView context) {
		return context.getOrDefault(KEY, null);
	}

	/** Ends a step with the first signal of its work. */
	private static final class Observing<T> extends DefaultSignalListener<T> {

		private final StepRun step;

		private final Function<? super T, Outcome> outcome;

		private final Function<Throwable, Outcome> fault;

		Observing(StepRun step, Function<? super T, Outcome> outcome, Function<Throwable, Outcome> fault) {
			this.step = step;
			this.outcome = outcome;
			this.fault = fault;
		}

		@Override
		public Context addToContext(Context context) {
			return this.step.in(context);
		}

		@Override
		public void doOnNext(T result) {
			this.step.end(name(this.outcome, result));
		}

		@Override
		public void doOnError(Throwable ex) {
			this.step.fail(name(this.fault, ex), ex);
		}

		@Override
		public void doOnComplete() {
			this.step.end(Outcome.ERROR);
		}

		@Override
		public void doOnCancel() {
			this.step.end(Outcome.ERROR);
		}

		/** No failure here affects the observed work. */
		private static <R> Outcome name(Function<? super R, Outcome> naming, R result) {
			try {
				return naming.apply(result);
			}
			catch (RuntimeException ex) {
				logger.warn("Naming the outcome of a step of a redemption failed", ex);
				return Outcome.ERROR;
			}
		}

	}

}
