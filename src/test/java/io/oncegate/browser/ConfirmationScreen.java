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
		assertThat(frame.url()).contains("/b/");
		assertThat(frame.locator("h1").textContent()).isEqualTo("You are booked");
		return new ConfirmationScreen(frame);
	}

	/** Checks that it says this. */
	ConfirmationScreen says(String... texts) {
		assertThat(this.frame.locator("main").textContent()).contains(texts);
		return this;
	}

}
