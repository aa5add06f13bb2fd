package io.oncegate.web.http;

import java.time.Duration;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How often each client may do something per hour and per day. What is used refills
 * continuously. Each gateway counts for itself.
 */
public class Allowance {

	private static final int MOST = 50_000;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final LoadingCache<Object, Bucket> buckets;

	public Allowance(int anHour, int aDay, TimeMeter time) {
		this(DAY, time,
				(bucket) -> bucket.addLimit((limit) -> limit.capacity(anHour).refillGreedy(anHour, HOUR).id("hour"))
					.addLimit((limit) -> limit.capacity(aDay).refillGreedy(aDay, DAY).id("day")));
	}

	private Allowance(Duration longest, TimeMeter time, UnaryOperator<LocalBucketBuilder> limits) {
		this.buckets = Caffeine.newBuilder()
			.maximumSize(MOST)
			.expireAfterAccess(longest)
			.build((who) -> limits.apply(Bucket.builder().withCustomTimePrecision(time)).build());
	}

	/** An allowance that refills within a minute. */
	public static Allowance aMinute(int most, TimeMeter time) {
		return new Allowance(MINUTE, time,
				(bucket) -> bucket.addLimit((limit) -> limit.capacity(most).refillGreedy(most, MINUTE)));
	}

	/** Uses the allowance once; if it is used up, returns how long to wait instead. */
	public @Nullable Duration use(Object who) {
		ConsumptionProbe probe = bucket(who).tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? null : Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1);
	}

	/** Gives back a use that led to nothing. */
	public void giveBack(Object who) {
		bucket(who).addTokens(1);
	}

	private Bucket bucket(Object who) {
		return this.buckets.get(who);
	}

}
