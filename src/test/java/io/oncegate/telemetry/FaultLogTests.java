package io.oncegate.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** Each fault is said once, and then how often it came again. */
class FaultLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("a log of its own");

	private final List<String> lines = new ArrayList<>();

	private final FaultLog log = new FaultLog(this.logger);

	private VirtualTimeScheduler time;

	@BeforeEach
	void listen() {
		this.time = VirtualTimeScheduler.getOrSet();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				FaultLogTests.this.lines.add(event.getLevel() + " " + event.getFormattedMessage());
			}

		};
		appender.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(appender);
	}

	@AfterEach
	void stop() {
		this.logger.detachAndStopAllAppenders();
		VirtualTimeScheduler.reset();
	}

	@Test
	void theFirstIsSaidAtOnceWithItsCause() {
		fail("one", new IllegalStateException("because"));
		assertThat(this.lines).containsExactly("WARN one: because");
	}

	@Test
	void aFloodIsCounted() {
		for (int n = 0; n < 500; n++) {
			fail("one", new IllegalStateException("because " + n));
		}
		assertThat(this.lines).hasSize(1);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.lines).containsExactly("WARN one: because 0",
				"WARN one: java.lang.IllegalStateException, repeated 499 times in 10 s");
	}

	@Test
	void afterAQuietWhileItIsNewAgain() {
		fail("one", new IllegalStateException("first"));
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		fail("one", new IllegalStateException("second"));
		assertThat(this.lines).containsExactly("WARN one: first", "WARN one: second");
	}

	@Test
	void anotherCauseIsAnotherFault() {
		fail("one", new IllegalStateException("first"));
		fail("one", new IllegalStateException("other", new ArithmeticException()));
		fail("two", new IllegalStateException("third"));
		assertThat(this.lines).containsExactly("WARN one: first", "WARN one: other", "WARN two: third");
	}

	@Test
	void kindsAreBounded() {
		for (int n = 0; n < 1000; n++) {
			fail("kind " + n, new IllegalStateException("because"));
		}
		assertThat(this.lines).hasSize(101);
		fail("kind 1", new IllegalStateException("because"));
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.lines).contains("WARN kind 1: java.lang.IllegalStateException, repeated 1 times in 10 s",
				"WARN Other faults, repeated 899 times in 10 s");
	}

	private void fail(String message, Exception fault) {
		this.log.log(Level.WARN, message, fault, () -> String.valueOf(fault.getMessage()));
	}

}
