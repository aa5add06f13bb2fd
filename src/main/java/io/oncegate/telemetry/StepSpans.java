package io.oncegate.telemetry;

import java.util.List;
import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Steps as observations, which are timed and become spans. */
class StepSpans {

	private final ObservationRegistry registry;

	StepSpans(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Starts a step for one or several redemptions, as a part of the first.
	 */
	StepRun begin(Step step, List<ContextView> contexts) {
		List<Observation> all = contexts.stream().map(Steps::current).filter(Objects::nonNull).toList();
		List<Observation> served = (contexts.size() > 1) ? all : List.of();
		Observation observation = step.observation(this.registry, () -> new StepContext(step, served));
		return new Observed((all.isEmpty() ? observation : observation.parentObservation(all.get(0))).start());
	}

	/** One step. */
	private static final class Observed extends StepRun {

		private final Observation observation;

		Observed(Observation observation) {
			this.observation = observation;
		}

		@Override
		public Context in(Context context) {
			return context.put(Steps.KEY, this.observation);
		}

		@Override
		void stop(Outcome outcome, @Nullable Throwable fault) {
			if (fault != null) {
				this.observation.error(fault);
			}
			if (this.observation.getContext() instanceof StepContext step) {
				step.end(outcome);
				this.observation.stop();
			}
		}

	}

}
