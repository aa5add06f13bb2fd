package io.oncegate.telemetry;

import java.util.List;

import io.micrometer.observation.Observation;

/** A running step. */
class StepContext extends Observation.Context {

	private final Step step;

	private final List<Observation> served;

	private final long started = System.nanoTime();

	private Outcome outcome;

	/**
	 * Starts a step.
	 * @param served the contexts it runs for, if there are several
	 */
	StepContext(Step step, List<Observation> served) {
		this.step = step;
		this.served = served;
		this.outcome = step.documented(Outcome.ERROR);
	}

	Step step() {
		return this.step;
	}

	List<Observation> served() {
		return this.served;
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
