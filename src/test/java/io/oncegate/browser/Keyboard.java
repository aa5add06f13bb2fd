package io.oncegate.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

import static org.assertj.core.api.Assertions.assertThat;

/** Goes through a page by keyboard alone, and sees where it is at every step. */
final class Keyboard {

	private static final int MOST_STEPS = 200;

	private final Page page;

	Keyboard(Visit visit) {
		this.page = visit.page();
	}

	/** Presses Tab until the focus is there. */
	void tabTo(Locator target) {
		for (int step = 0; step < MOST_STEPS; step++) {
			this.page.keyboard().press("Tab");
			if (hasFocus(target)) {
				expectFocusToBeSeen(target);
				return;
			}
		}
		throw new AssertionError("The keyboard does not get to " + target);
	}

	/**
	 * Types into the field that a page has put the focus on, which it may do when it is
	 * shown already.
	 */
	void typeAtOnce(Locator field, String text) {
		PlaywrightAssertions.assertThat(field).isFocused();
		this.page.keyboard().type(text);
	}

	/** Goes to a field, and types. */
	void type(Locator field, String text) {
		tabTo(field);
		this.page.keyboard().type(text);
	}

	/** Goes to a button or link, and presses Enter. */
	void activate(Locator target) {
		tabTo(target);
		this.page.keyboard().press("Enter");
	}

	/** Goes to a checkbox, or to the first of some radio buttons, and chooses it. */
	void check(Locator target) {
		tabTo(target);
		this.page.keyboard().press("Space");
		assertThat(target.isChecked()).as("checked").isTrue();
	}

	private static boolean hasFocus(Locator target) {
		return (boolean) target.evaluate("element => element === document.activeElement");
	}

	private static void expectFocusToBeSeen(Locator target) {
		assertThat(target.evaluate("""
				element => {
					const box = element.getBoundingClientRect();
					return element.matches(':focus-visible') && box.width > 0 && box.height > 0
							&& box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
				}""")).as("focus is seen on %s", target).isEqualTo(true);
	}

}
