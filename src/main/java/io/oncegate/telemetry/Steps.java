package io.oncegate.telemetry;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.stereotype.Component;

/** Observes the steps of a redemption, each as a part of what it is done for. */
@Component
public class Steps {

	private static final Logger logger = LoggerFactory.getLogger(Steps.class);

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

	private Observation start(Step step, @Nullable Observation parent, List<Observation> served) {
		Observation observation = step.observation(this.registry, () -> new StepContext(step, served));
		return ((parent != null) ? observation.parentObservation(parent) : observation).start();
	}

	/** One step. */
	private static final class Observing<T> extends DefaultSignalListener<T> {

		private final Observation observation;

		private final Function<? super T, Outcome> outcome;

		private final Function<Throwable, Outcome> fault;

		private final AtomicBoolean ended = new AtomicBoolean();

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
			end(() -> this.outcome.apply(result));
		}

		@Override
		public void doOnError(Throwable ex) {
			end(() -> {
				this.observation.error(ex);
				return this.fault.apply(ex);
			});
		}

		@Override
		public void doOnComplete() {
			end(() -> Outcome.ERROR);
		}

		@Override
		public void doOnCancel() {
			end(() -> Outcome.ERROR);
		}

		/** Once, and whatever happens here, it does not change what is observed. */
		private void end(Supplier<Outcome> outcome) {
			if (this.ended.compareAndSet(false, true) && this.observation.getContext() instanceof StepContext step) {
				try {
					step.end(outcome.get());
					this.observation.stop();
				}
				catch (RuntimeException ex) {
					logger.warn("A step of a redemption could not be measured", ex);
				}
			}
		}

	}

}
