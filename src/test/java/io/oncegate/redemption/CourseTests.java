package io.oncegate.redemption;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.oncegate.redemption.RedemptionOutcome.Reason;
import io.oncegate.redemption.RedemptionOutcome.Refused;
import io.oncegate.support.GatewayTest;
import io.oncegate.telemetry.Outcome;
import io.oncegate.telemetry.Step;
import io.oncegate.telemetry.Steps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** An attempt has one end, whatever happens on its way. */
@GatewayTest
class CourseTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final RedemptionOutcome REFUSED = Refused.of(Reason.LINK_CLAIMED);

	private final AtomicInteger left = new AtomicInteger();

	private OneStep course;

	@BeforeEach
	void begin(@Autowired Steps steps) {
		this.course = new OneStep(steps, this.left);
	}

	@Test
	void goesOnWithWhatItWaitedFor() {
		Mono<Long> later = Mono.delay(Duration.ofMillis(1));
		assertThat(await(
				this.course.go(() -> this.course.await(later, (now) -> this.course.end(REFUSED), this.course::fail))))
			.isEqualTo(REFUSED);
	}

	@Test
	void aFaultBetweenTwoStepsIsAFaultOfIts() {
		RuntimeException fault = new IllegalStateException("On the way");
		this.course.go(() -> this.course.await(Mono.just(1), (one) -> {
			throw fault;
		}, this.course::fail));
		assertThat(this.course.stumbledOver).isSameAs(fault);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aFaultOfItsFirstStepIsOneToo() {
		RuntimeException fault = new IllegalStateException("At the beginning");
		CompletableFuture<RedemptionOutcome> outcome = this.course.go(() -> {
			throw fault;
		});
		assertThat(outcome).isCompletedExceptionally();
		assertThat(this.left).hasValue(1);
	}

	@Test
	void endsOnce() {
		CompletableFuture<RedemptionOutcome> outcome = this.course.go(() -> this.course.end(REFUSED));
		this.course.fail(new IllegalStateException());
		this.course.end(Refused.of(Reason.LINK_EXPIRED));
		assertThat(await(outcome)).isEqualTo(REFUSED);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void whatIsOverGoesNoFurther() {
		CompletableFuture<UUID> work = new CompletableFuture<>();
		this.course.begin(Step.CLAIM);
		this.course.go(() -> this.course.await(Mono.fromFuture(work), (id) -> this.course.done(Outcome.GRANTED),
				this.course::stumble));
		this.course.end(REFUSED);
		work.completeExceptionally(new IllegalStateException());
		assertThat(this.course.stumbledOver).isNull();
	}

	private static <T> T await(CompletableFuture<T> future) {
		return Mono.fromFuture(future).blockOptional(PATIENCE).orElseThrow();
	}

	/** Fails where it stumbles. */
	private static final class OneStep extends Course {

		private @Nullable RuntimeException stumbledOver;

		OneStep(Steps steps, AtomicInteger left) {
			super(steps, Context.empty(), left::incrementAndGet);
		}

		void stumble(Throwable fault) {
			stumble((RuntimeException) fault);
		}

		@Override
		void stumble(RuntimeException fault) {
			this.stumbledOver = fault;
			fail(fault);
		}

	}

}
