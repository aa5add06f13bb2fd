package io.oncegate.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Times the steps, instead of Micrometer's own handler: every outcome has a timer from
 * the start, so that every rate exists, and no timer has to be looked up.
 */
@Component
@Order(0) // before Micrometer's own
class StepTimers implements MeterObservationHandler<StepContext> {

	private final Map<Step, Map<Outcome, Timer>> timers = new EnumMap<>(Step.class);

	StepTimers(MeterRegistry registry) {
		for (Step step : Step.values()) {
			Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
			step.outcomes().forEach((outcome) -> timers.put(outcome, timer(registry, step, outcome)));
			this.timers.put(step, timers);
		}
	}

	private static Timer timer(MeterRegistry registry, Step step, Outcome outcome) {
		return Timer.builder(step.getName())
			.description(step.description())
			.tag(Tag.OUTCOME.asString(), outcome.label())
			.serviceLevelObjectives(Buckets.TIMES)
			.register(registry);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof StepContext;
	}

	@Override
	public void onStop(StepContext context) {
		record(context.step(), context.outcome(), context.nanos());
	}

	private void record(Step step, Outcome outcome, long nanos) {
		Map<Outcome, Timer> timers = Objects.requireNonNull(this.timers.get(step));
		Objects.requireNonNull(timers.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
	}

	/** Starts a step that is only timed. */
	StepRun begin(Step step) {
		return new Timed(step);
	}

	/** One step. */
	private final class Timed extends StepRun {

		private final Step step;

		private final long started = System.nanoTime();

		Timed(Step step) {
			this.step = step;
		}

		@Override
		void stop(Outcome outcome, @Nullable Throwable fault) {
			record(this.step, this.step.documented(outcome), System.nanoTime() - this.started);
		}

	}

}
