package io.oncegate.browser;

import java.net.URI;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import static org.assertj.core.api.Assertions.assertThat;

/** The owner's console in a window, its parts found by what people read. */
final class Console {

	/** As WCAG 2.2 defines it. */
	private static final String CONTRAST = """
			element => {
				const luminance = color => color.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
					.map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
					.reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
				const style = getComputedStyle(element);
				const both = [luminance(style.color), luminance(style.backgroundColor)];
				return 1.0 * (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
			}""";

	private final Visit visit;

	private final Page page;

	Console(Visit visit) {
		this.visit = visit;
		this.page = visit.page();
		this.page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
	}

	/** Opens a page of the console, and signs in on the way. */
	static Console signedIn(Visit visit, String address, String apiKey) {
		Console console = new Console(visit);
		visit.open(address);
		console.field("API key").fill(apiKey);
		console.press("Sign in");
		console.expectPage(address);
		return console;
	}

	/** The field with this label. */
	Locator field(String label) {
		return this.page.getByLabel(label);
	}

	/** The button with this name. */
	Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	/** The link with this name. */
	Locator link(String name) {
		return this.page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	/** Presses a button that leads to another page, or to the same again. */
	void press(String name) {
		this.page.waitForNavigation(button(name)::click);
	}

	/** Follows a link. */
	void follow(String name) {
		this.page.waitForNavigation(link(name)::click);
	}

	/** The table, list or form that is the page's matter. */
	Locator matter() {
		return this.page.locator("main");
	}

	/** Checks that the page says this. */
	Console says(String... texts) {
		assertThat(matter().innerText()).contains(texts);
		return this;
	}

	/** Checks that the page says nothing of this. */
	Console isSilentAbout(String text) {
		assertThat(matter().innerText()).doesNotContain(text);
		return this;
	}

	void expectPage(String address) {
		this.visit.expectAnswer(200);
		assertThat(URI.create(this.page.url()).getPath()).isEqualTo(address);
	}

	/** The path of the address that is shown to be shared. */
	String sharedPath() {
		return URI.create(code().inputValue()).getPath();
	}

	/** What is shown to be shared. */
	Locator code() {
		return this.page.locator("#code");
	}

	/** Copies what is shown, and checks that the button says so. */
	String copied() {
		Locator copy = this.page.locator("main [data-copy]").first();
		copy.click();
		copy.getByText("Copied").waitFor();
		assertThat((double) copy.evaluate(CONTRAST)).as("contrast of what says that it was copied")
			.isGreaterThanOrEqualTo(4.5);
		return (String) this.page.evaluate("navigator.clipboard.readText()");
	}

}
