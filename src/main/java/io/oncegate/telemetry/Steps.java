package io.oncegate.telemetry;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.stereotype.Component;

/** Observes the steps of a redemption, each as a part of what it is done for. */
@Component
public class Steps {

	private static final String KEY = ObservationThreadLocalAccessor.KEY;

	private final ObservationRegistry registry;

	Steps(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Observes some work.
	 * @param outcome names what became of it
	 * @param fault names what a fault means for it
	 */
	public <T> Mono<T> observe(Step step, Mono<T> work, Function<? super T, Outcome> outcome,
			Function<Throwable, Outcome> fault) {
		return work.tap((context) -> new Observing<>(start(step, current(context), List.of()), outcome, fault));
	}

	/**
	 * Observes work that is done for several at once.
	 * @param contexts the contexts of those for whom it is done
	 */
	public <T> Mono<T> observeForAll(Step step, Mono<T> work, List<ContextView> contexts, Outcome outcome,
			Function<Throwable, Outcome> fault) {
		return work.tap((context) -> {
			List<Observation> all = contexts.stream().map(Steps::current).filter(Objects::nonNull).toList();
			return new Observing<>(start(step, all.isEmpty() ? null : all.get(0), all), (done) -> outcome, fault);
		});
	}

	/** What is being observed, if anything is. */
	static @Nullable Observation current(ContextView context) {
		return context.getOrDefault(KEY, null);
	}

	private Observation start(Step step, @Nullable Observation parent, List<Observation> others) {
		Observation observation = step.observation(this.registry, () -> new StepContext(step, others));
		return ((parent != null) ? observation.parentObservation(parent) : observation).start();
	}

	/** One step. */
	private static final class Observing<T> extends DefaultSignalListener<T> {

		private final Observation observation;

		private final Function<? super T, Outcome> outcome;

		private final Function<Throwable, Outcome> fault;

		private boolean ended;

		Observing(Observation observation, Function<? super T, Outcome> outcome, Function<Throwable, Outcome> fault) {
			this.observation = observation;
			this.outcome = outcome;
			this.fault = fault;
		}

		@Override
		public Context addToContext(Context context) {
			return context.put(KEY, this.observation);
		}

		@Override
		public void doOnNext(T result) {
			end(this.outcome.apply(result));
		}

		@Override
		public void doOnError(Throwable ex) {
			this.observation.error(ex);
			end(this.fault.apply(ex));
		}

		@Override
		public void doOnCancel() {
			end(Outcome.ERROR);
		}

		private void end(Outcome outcome) {
			if (!this.ended && this.observation.getContext() instanceof StepContext step) {
				this.ended = true;
				step.end(outcome);
				this.observation.stop();
			}
		}

	}

}
