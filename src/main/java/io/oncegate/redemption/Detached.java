package io.oncegate.redemption;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.oncegate.booking.OverloadedException;
import io.oncegate.setting.StartException;
import io.oncegate.telemetry.Measure;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs work to completion even if nobody is waiting for it any more: a client that
 * disconnects must not stop a redemption between its claim and its confirmation. Bounded,
 * and drained first when the gateway stops.
 */
@Component
class Detached implements SmartLifecycle {

	/** Each uses a few kilobytes, and mostly waits for the database. */
	private static final int LIMIT = 2048;

	/**
	 * Less than the time the gateway has for its shutdown, by ten seconds for the last
	 * booking.
	 */
	private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

	/** With the default checks of HAProxy: three that fail, one every two seconds. */
	private static final Duration UNTIL_A_LOAD_BALANCER_NOTICES = Duration.ofSeconds(8);

	/** Nobody else can use the built-in database. */
	private static final Duration ALONE = Duration.ofSeconds(1);

	private final AtomicInteger underWay = new AtomicInteger();

	private final Duration drain;

	private volatile boolean stopping;

	private final AtomicReference<@Nullable Runnable> drained = new AtomicReference<>();

	Detached(Meters meters,
			@Value("${oncegate.drain:#{null}}") @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration drain,
			@Value("${spring.r2dbc.url:}") String ownPostgres) {
		if (drain != null && (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0)) {
			throw new StartException("ONCEGATE_DRAIN is " + drain.toSeconds() + "s. Set it to a duration from 0s to "
					+ LONGEST_DRAIN.toSeconds() + "s.", null);
		}
		this.drain = (drain != null) ? drain : ownPostgres.isEmpty() ? ALONE : UNTIL_A_LOAD_BALANCER_NOTICES;
		meters.gauge(Measure.REDEMPTIONS_INFLIGHT, this.underWay, AtomicInteger::get);
	}

	/**
	 * Runs work as part of the request; cancelling the result stops nothing.
	 * @throws OverloadedException if too much is in flight, or the gateway is stopping
	 */
	<T> Mono<T> run(Mono<T> work) {
		return Mono.deferContextual((context) -> {
			if (!enter()) {
				return refusal();
			}
			return Mono.fromFuture(work.contextWrite(context).doFinally((signal) -> leave()).toFuture(), true);
		});
	}

	/** Reports that too much is in flight. */
	static <T> Mono<T> refusal() {
		return Mono.error(() -> new OverloadedException("Too many bookings in flight"));
	}

	/** Admits work, which must call leave; false if there is no capacity. */
	boolean enter() {
		if (this.underWay.incrementAndGet() <= LIMIT && !this.stopping) {
			return true;
		}
		leave();
		return false;
	}

	/** Ends admitted work. */
	void leave() {
		if (this.underWay.decrementAndGet() == 0) {
			finish();
		}
	}

	private void finish() {
		Runnable callback = this.drained.getAndSet(null);
		if (callback != null) {
			callback.run();
		}
	}

	@Override
	public void start() {
		this.stopping = false;
	}

	/**
	 * Goes on for a while, in which a load balancer notices that the gateway is no longer
	 * ready; then refuses new work, and waits for the rest.
	 */
	@Override
	public void stop(Runnable callback) {
		Mono.delay(this.drain).doOnNext((now) -> awaitTheLast(callback)).toFuture();
	}

	private void awaitTheLast(Runnable callback) {
		this.stopping = true;
		this.drained.set(callback);
		if (this.underWay.get() == 0) {
			finish();
		}
	}

	@Override
	public void stop() {
		this.stopping = true;
	}

	@Override
	public boolean isRunning() {
		return !this.stopping;
	}

}
