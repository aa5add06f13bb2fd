package io.oncegate.browser;

import com.microsoft.playwright.Frame;

import static org.assertj.core.api.Assertions.assertThat;

/** The confirmation of a booking. */
final class ConfirmationScreen {

	private final Frame frame;

	private ConfirmationScreen(Frame frame) {
		this.frame = frame;
	}

	/** Checks that it is shown. */
	static ConfirmationScreen shown(Visit visit) {
		visit.expectAnswer(200);
		return shown(visit.page().mainFrame());
	}

	/** Checks that it is shown as a part of another page. */
	static ConfirmationScreen shown(Frame frame) {
		return shown(frame, "You are booked");
	}

	/** Checks that it is shown after the booking was rescheduled. */
	static ConfirmationScreen rescheduled(Visit visit) {
		visit.expectAnswer(200);
		return shown(visit.page().mainFrame(), "Your booking has been rescheduled");
	}

	private static ConfirmationScreen shown(Frame frame, String heading) {
		assertThat(frame.url()).contains("/b/");
		assertThat(frame.locator("h1").textContent()).isEqualTo(heading);
		return new ConfirmationScreen(frame);
	}

	/** Checks that it says this. */
	ConfirmationScreen says(String... texts) {
		assertThat(this.frame.locator("main").textContent()).contains(texts);
		return this;
	}

}
