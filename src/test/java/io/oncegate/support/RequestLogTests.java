package io.oncegate.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is wrong with a request is noticed in the log, and nothing else is. */
@ExtendWith(OutputCaptureExtension.class)
class RequestLogTests {

	private static final String LINE = "2026-12-01T06:45:56.717Z %s 7987 --- [oncegate] [%15s] io.oncegate.web.http.Faults : Text%n";

	@Test
	void whatOthersLogIsLeftOutOfAccount(CapturedOutput output) {
		System.out.printf(LINE, "ERROR", "loop-1");
		RequestLog log = RequestLog.from(output);
		System.out.printf(LINE, " WARN", "parallel-1");
		System.out.printf(LINE + "%njava.lang.IllegalStateException%n\tat x%n", "ERROR", "parallel-12");
		System.out.printf(LINE, " INFO", "loop-1");
		log.isQuiet();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERROR", " WARN" })
	void whatIsLoggedWithARequestIsNoticed(String level, CapturedOutput output) {
		RequestLog log = RequestLog.from(output);
		System.out.printf(LINE, " WARN", "parallel-1");
		System.out.printf(LINE, level, "loop-1");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(log::isQuiet);
	}

	@Test
	void traceOfARequestIsNoticed(CapturedOutput output) {
		RequestLog log = RequestLog.from(output);
		System.out.printf(LINE, " WARN", "parallel-1");
		System.out.printf(LINE + "\tat x%n", " INFO", "loop-1");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(log::isQuiet);
	}

}
