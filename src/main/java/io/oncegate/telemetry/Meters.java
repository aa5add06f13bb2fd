package io.oncegate.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/** Measures the steps of a redemption: how long each takes, by what became of it. */
@Component
public class Meters {

	private final MeterRegistry registry;

	/** The timers by name and outcome; to find one in the registry takes longer. */
	private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();

	Meters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Times some work.
	 * @param name the meter
	 * @param work the work
	 * @param outcome names what became of it: one of few values
	 * @param fault names what a fault means for it: one of few values
	 */
	public <T> Mono<T> time(String name, Mono<T> work, Function<? super T, String> outcome,
			Function<Throwable, String> fault) {
		return work.tap(() -> new Timing<>(name, outcome, fault));
	}

	/** Times some work, of which a fault is called "error". */
	public <T> Mono<T> time(String name, Mono<T> work, Function<? super T, String> outcome) {
		return time(name, work, outcome, (ex) -> "error");
	}

	/** Counts something that happened. */
	public void count(String name) {
		this.registry.counter(name).increment();
	}

	/** Counts several things that happened at once. */
	public void count(String name, int times) {
		this.registry.counter(name).increment(times);
	}

	/** Counts things of one kind, from zero on. */
	public Counter counter(String name, String tag, Enum<?> kind) {
		return this.registry.counter(name, tag, value(kind));
	}

	/** Shows how large things are. */
	public DistributionSummary distribution(String name) {
		return DistributionSummary.builder(name).publishPercentileHistogram().register(this.registry);
	}

	/** Shows a number that goes up and down. */
	public <T> void gauge(String name, T subject, ToDoubleFunction<T> value) {
		Gauge.builder(name, subject, value).register(this.registry);
	}

	/** Shows such a number of one kind. */
	public <T> void gauge(String name, String tag, Enum<?> kind, T subject, ToDoubleFunction<T> value) {
		Gauge.builder(name, subject, value).tag(tag, value(kind)).register(this.registry);
	}

	private static String value(Enum<?> kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

	private void stop(Timer.Sample sample, String name, String outcome) {
		sample.stop(this.timers.computeIfAbsent(name, (timer) -> new ConcurrentHashMap<>())
			.computeIfAbsent(outcome, (value) -> timer(name, value)));
	}

	private Timer timer(String name, String outcome) {
		return Timer.builder(name).tag("outcome", outcome).publishPercentileHistogram().register(this.registry);
	}

	/** One piece of work, from when it begins. */
	private final class Timing<T> extends DefaultSignalListener<T> {

		private final String name;

		private final Function<? super T, String> outcome;

		private final Function<Throwable, String> fault;

		private final Timer.Sample sample = Timer.start(Meters.this.registry);

		Timing(String name, Function<? super T, String> outcome, Function<Throwable, String> fault) {
			this.name = name;
			this.outcome = outcome;
			this.fault = fault;
		}

		@Override
		public void doOnNext(T result) {
			stop(this.sample, this.name, this.outcome.apply(result));
		}

		@Override
		public void doOnError(Throwable ex) {
			stop(this.sample, this.name, this.fault.apply(ex));
		}

	}

}
