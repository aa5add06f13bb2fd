package io.oncegate.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;

/**
 * Collects what goes wrong in a window: errors on the console, violations of the content
 * security policy among them, errors of scripts, requests that fail, and answers that
 * nobody expects.
 */
final class Flaws {

	/** The console repeats what the answers tell. */
	private static final String REPEATED = "Failed to load resource: the server responded with a status of";

	/** The visitor went on before all was there, or the answer was a file to be kept. */
	private static final String BROKEN_OFF = "net::ERR_ABORTED";

	private final List<String> found = new ArrayList<>();

	static Flaws of(BrowserContext window) {
		Flaws flaws = new Flaws();
		window.onConsoleMessage(flaws::add);
		window.onWebError((error) -> flaws.found.add("error of a script: " + error.error()));
		window.onRequestFailed(flaws::add);
		window.onResponse(flaws::add);
		return flaws;
	}

	private void add(ConsoleMessage message) {
		if (("error".equals(message.type()) || message.text().contains("Content Security Policy"))
				&& !message.text().startsWith(REPEATED)) {
			this.found.add("console: " + message.text());
		}
	}

	private void add(Request failed) {
		if (!BROKEN_OFF.equals(failed.failure())) {
			this.found.add("request failed: " + failed.url() + " " + failed.failure());
		}
	}

	private void add(Response response) {
		if (response.status() >= 400) {
			this.found.add(refusal(response));
		}
	}

	private static String refusal(Response response) {
		return "answer " + response.status() + ": " + response.request().method() + " " + response.url();
	}

	/** This answer was expected. */
	void expect(Response response) {
		this.found.remove(refusal(response));
	}

	/** What contains this text is expected, and has to be there. */
	void expect(String text) {
		expect((flaw) -> flaw.contains(text), text);
	}

	private void expect(Predicate<String> expected, String what) {
		if (!this.found.removeIf(expected)) {
			throw new AssertionError("Nothing says '" + what + "' among " + this.found);
		}
	}

	List<String> found() {
		return List.copyOf(this.found);
	}

}
