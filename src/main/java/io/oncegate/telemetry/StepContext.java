package io.oncegate.telemetry;

import java.util.List;

import io.micrometer.observation.Observation;

/** One step that is under way. */
class StepContext extends Observation.Context {

	private final Step step;

	private final List<Observation> others;

	private final long started = System.nanoTime();

	private Outcome outcome;

	/**
	 * Begins a step.
	 * @param others for whom it is done, beside its parent
	 */
	StepContext(Step step, List<Observation> others) {
		this.step = step;
		this.others = others;
		this.outcome = step.documented(Outcome.ERROR);
	}

	Step step() {
		return this.step;
	}

	List<Observation> others() {
		return this.others;
	}

	long nanos() {
		return System.nanoTime() - this.started;
	}

	Outcome outcome() {
		return this.outcome;
	}

	void end(Outcome outcome) {
		this.outcome = this.step.documented(outcome);
	}

}
