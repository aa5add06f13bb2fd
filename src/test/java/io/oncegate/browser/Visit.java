package io.oncegate.browser;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A visitor's window of a browser: what they do in it, and what they see. */
final class Visit {

	private static final Path PICTURES = Path.of("target/screenshots");

	private static final int PATIENCE = 30_000;

	private static final String REFUSED = "Unable to capture screenshot";

	/** WCAG 2.2 AA, and what the makers of axe hold for good besides. */
	private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
			"best-practice");

	private final BrowserContext window;

	private final Visitor visitor;

	private final UnaryOperator<String> pictureName;

	private final Flaws flaws;

	private final Page page;

	private @Nullable Response shown;

	Visit(BrowserContext window, Visitor visitor, UnaryOperator<String> pictureName) {
		this.window = window;
		this.visitor = visitor;
		this.pictureName = pictureName;
		this.flaws = Flaws.of(window);
		window.setDefaultTimeout(PATIENCE);
		this.page = window.newPage();
		this.page.onResponse(this::remember);
	}

	private void remember(Response response) {
		if (response.request().isNavigationRequest() && response.frame().equals(this.page.mainFrame())) {
			this.shown = response;
		}
	}

	Page page() {
		return this.page;
	}

	/** What went wrong in the window, unless it was expected. */
	Flaws flaws() {
		return this.flaws;
	}

	/** Opens an address of the gateway, or any other. */
	void open(String address) {
		open(address, 200);
	}

	/** Opens an address that is answered with this status. */
	void open(String address, int status) {
		this.page.navigate(address);
		expectAnswer(status);
	}

	/** Checks the status of the page that is shown. */
	void expectAnswer(int status) {
		Response answer = Objects.requireNonNull(this.shown, "no page was opened");
		assertThat(answer.status()).as(answer.url()).isEqualTo(status);
		this.flaws.expect(answer);
	}

	/**
	 * Takes a picture of the whole page, and checks that it need not be scrolled sideways
	 * and that axe finds nothing. What is being fetched again is pale until it is there.
	 */
	void see(String step) {
		this.page.waitForCondition(() -> this.page.locator(".htmx-request").count() == 0);
		takePicture(step);
		assertThat(this.page.evaluate("document.documentElement.scrollWidth")).as("width of the page")
			.isEqualTo(this.page.evaluate("document.documentElement.clientWidth"));
		if (this.visitor.scripts()) {
			expectAccessible();
		}
	}

	/** Chromium now and then refuses a picture that it takes when asked again. */
	private void takePicture(String step) {
		Page.ScreenshotOptions picture = new Page.ScreenshotOptions().setFullPage(true)
			.setPath(PICTURES.resolve(this.pictureName.apply(step) + ".png"));
		await().pollInSameThread()
			.ignoreExceptionsMatching((ex) -> ex instanceof PlaywrightException && ex.toString().contains(REFUSED))
			.untilAsserted(() -> this.page.screenshot(picture));
	}

	private void expectAccessible() {
		// Half of the time went into describing what is right.
		AxeRunOptions options = new AxeRunOptions();
		options.setResultTypes(List.of("violations"));
		assertThat(new AxeBuilder(this.page).setLegacyMode(true)
			.options(options)
			.withTags(RULES)
			.analyze()
			.getViolations()).as("violations of WCAG at %s", this.page.url()).isEmpty();
	}

	/** Closes the window, with a last picture if the test has failed. */
	void leave(boolean failed) {
		try {
			if (failed) {
				takePicture("failed");
			}
		}
		catch (PlaywrightException | ConditionTimeoutException ex) {
			// then there is no picture
		}
		finally {
			this.window.close();
		}
	}

	void expectNoFlaws() {
		assertThat(this.flaws.found()).as("flaws").isEmpty();
	}

}
