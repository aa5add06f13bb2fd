package io.oncegate.browser;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;

import static org.assertj.core.api.Assertions.assertThat;

/** The booking page, found by what its parts are, not by how they look. */
final class BookingScreen {

	private final Frame frame;

	BookingScreen(Visit visit) {
		this(visit.page().mainFrame());
	}

	/** As a part of another page. */
	BookingScreen(Frame frame) {
		this.frame = frame;
	}

	/** The n-th time of those that are shown. */
	Locator time(int n) {
		return this.frame.locator("input[type=radio][name=start]").nth(n);
	}

	Locator name() {
		return this.frame.getByLabel("Name");
	}

	Locator email() {
		return this.frame.getByLabel("Email");
	}

	Locator notes() {
		return this.frame.locator("[name=notes]");
	}

	Locator confirm() {
		return this.frame.getByRole(AriaRole.BUTTON, new Frame.GetByRoleOptions().setName("Confirm booking"));
	}

	/** Chooses the n-th time and fills in the form. */
	BookingScreen fill(int n, String name, String email) {
		time(n).check();
		name().fill(name);
		email().fill(email);
		notes().fill("A note");
		return this;
	}

	/** The time that is chosen, as it is repeated at the button. */
	Locator chosen() {
		return this.frame.locator("#chosen");
	}

	/** Sends the form. */
	void submit() {
		submit(() -> confirm().click());
	}

	/** Sends the form in another way. */
	void submit(Runnable way) {
		this.frame.waitForNavigation(way);
	}

	/** Sends the form without the checks of the browser, as some programs do. */
	void submitUnchecked() {
		confirm().evaluate("button => button.form.noValidate = true");
		submit();
	}

	/** Checks that the form holds what was typed. */
	void expectTyped(String name, String email) {
		assertThat(name().inputValue()).isEqualTo(name);
		assertThat(email().inputValue()).isEqualTo(email);
		assertThat(notes().inputValue()).isEqualTo("A note");
	}

}
