package io.oncegate.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

import org.springframework.stereotype.Component;

/** The meters, each starting at zero. */
@Component
public class Meters {

	private final MeterRegistry registry;

	public Meters(MeterRegistry registry) {
		this.registry = registry;
	}

	/** Counts events. */
	public Counter counter(Measure measure) {
		return counter(measure, Tags.empty());
	}

	/** Counts things of one kind. */
	public Counter counter(Measure measure, Enum<?> kind) {
		return counter(measure, tag(measure, kind));
	}

	private Counter counter(Measure measure, Tags tags) {
		return Counter.builder(measure.getName()).description(measure.description()).tags(tags).register(this.registry);
	}

	/** Shows a figure reported by a store: a gauge or a counter. */
	void show(Figure figure, Map<Figure, Number> figures) {
		Measure measure = figure.measure();
		Tags tags = (figure.shard() != null) ? Tags.of(measure.tag().asString(), figure.shard().toString())
				: Tags.empty();
		ToDoubleFunction<Map<Figure, Number>> value = (known) -> known.getOrDefault(figure, 0).doubleValue();
		if (measure.getType() == Meter.Type.COUNTER) {
			FunctionCounter.builder(measure.getName(), figures, value)
				.description(measure.description())
				.tags(tags)
				.register(this.registry);
		}
		else {
			gauge(measure, tags, figures, value);
		}
	}

	/** Records sizes. */
	public DistributionSummary distribution(Measure measure) {
		return DistributionSummary.builder(measure.getName())
			.description(measure.description())
			.serviceLevelObjectives(Buckets.ROWS)
			.register(this.registry);
	}

	/** Times a Redis script. */
	public Timer script(String script, Outcome outcome) {
		return Timer.builder(Measure.REDIS_SCRIPT.getName())
			.description(Measure.REDIS_SCRIPT.description())
			.tag(Tag.SCRIPT.asString(), script)
			.tag(Tag.OUTCOME.asString(), outcome.label())
			.serviceLevelObjectives(Buckets.TIMES)
			.register(this.registry);
	}

	/** Shows a number that goes up and down. */
	public <T> void gauge(Measure measure, T subject, ToDoubleFunction<T> value) {
		gauge(measure, Tags.empty(), subject, value);
	}

	/** Shows a number of one kind that goes up and down. */
	public <T> void gauge(Measure measure, Enum<?> kind, T subject, ToDoubleFunction<T> value) {
		gauge(measure, tag(measure, kind), subject, value);
	}

	private <T> void gauge(Measure measure, Tags tags, T subject, ToDoubleFunction<T> value) {
		Gauge.builder(measure.getName(), subject, value)
			.description(measure.description())
			.baseUnit(measure.getBaseUnit())
			.tags(tags)
			.register(this.registry);
	}

	/** Monitors a cache, which has to record its statistics. */
	public void cache(String name, Cache<?, ?> cache) {
		new CaffeineCacheMetrics<>(cache, name, Tags.empty()).bindTo(this.registry);
	}

	private static Tags tag(Measure measure, Enum<?> kind) {
		return Tags.of(measure.tag().asString(), kind.name().toLowerCase(Locale.ROOT));
	}

}
