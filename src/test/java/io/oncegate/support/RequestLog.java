package io.oncegate.support;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the gateway logs about the requests of a test. Those are served by event loops;
 * timers belong to background tasks, also to those of other gateways that run in this
 * process, or have just ended in it.
 */
public final class RequestLog {

	/** A line of a timer's thread, and those that belong to it, like a stack trace. */
	private static final String OF_A_TIMER = "(?m)^\\d{4}-.* --- \\[oncegate] \\[ *parallel-\\d+].*\\R(?:(?!\\d{4}-).*\\R)*";

	private final CapturedOutput output;

	private final int begin;

	private RequestLog(CapturedOutput output) {
		this.output = output;
		this.begin = output.getAll().length();
	}

	/** Begins to look at the log. */
	public static RequestLog from(CapturedOutput output) {
		return new RequestLog(output);
	}

	/** Checks that there was no warning, error or stack trace. */
	public void isQuiet() {
		assertThat(this.output.getAll().substring(this.begin).replaceAll(OF_A_TIMER, "")).doesNotContain("ERROR",
				"WARN", "\tat ");
	}

}
