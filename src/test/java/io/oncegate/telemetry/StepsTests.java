package io.oncegate.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/** With and without tracing the steps are timed alike. */
class StepsTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStepIsTimedByWhatBecameOfIt(boolean traced) {
		MeterRegistry meters = new SimpleMeterRegistry();
		Steps steps = steps(meters, traced);
		assertThat(claim(steps, Mono.just("granted")).block()).isEqualTo("granted");
		assertThat(claim(steps, Mono.error(new IllegalStateException())).onErrorComplete().block()).isNull();
		assertThat(claim(steps, Mono.empty()).block()).isNull();
		claim(steps, Mono.never()).toFuture().cancel(true);
		assertThat(count(meters, Outcome.GRANTED)).isEqualTo(1);
		assertThat(count(meters, Outcome.HELD)).isEqualTo(1);
		assertThat(count(meters, Outcome.ERROR)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatAStepDoesNotKnowIsAFault(boolean traced) {
		MeterRegistry meters = new SimpleMeterRegistry();
		steps(meters, traced).begin(Step.CLAIM, Context.empty()).end(Outcome.COMMITTED);
		assertThat(count(meters, Outcome.ERROR)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStepEndsOnce(boolean traced) {
		MeterRegistry meters = new SimpleMeterRegistry();
		StepRun step = steps(meters, traced).begin(Step.CLAIM, Context.empty());
		step.end(Outcome.GRANTED);
		step.fail(Outcome.ERROR, new IllegalStateException());
		assertThat(count(meters, Outcome.GRANTED)).isEqualTo(1);
		assertThat(count(meters, Outcome.ERROR)).isZero();
	}

	@Test
	void theMetersAreTheSame() {
		assertThat(ids(false)).isEqualTo(ids(true)).isNotEmpty();
	}

	private static Set<List<Object>> ids(boolean traced) {
		MeterRegistry meters = new SimpleMeterRegistry();
		claim(steps(meters, traced), Mono.just("granted")).block();
		return meters.getMeters()
			.stream()
			.map(Meter::getId)
			.map((id) -> List.<Object>of(id, id.getType(), String.valueOf(id.getDescription())))
			.collect(Collectors.toSet());
	}

	private static Mono<String> claim(Steps steps, Mono<String> work) {
		return steps.observe(Step.CLAIM, work, (done) -> Outcome.GRANTED, (fault) -> Outcome.HELD);
	}

	private static long count(MeterRegistry meters, Outcome outcome) {
		Timer timer = meters.get("oncegate.claim").tag("outcome", outcome.label()).timer();
		return timer.count();
	}

	private static Steps steps(MeterRegistry meters, boolean traced) {
		StepTimers timers = new StepTimers(meters);
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(timers);
		return new Steps(timers, traced ? Optional.of(new StepSpans(registry)) : Optional.empty());
	}

}
