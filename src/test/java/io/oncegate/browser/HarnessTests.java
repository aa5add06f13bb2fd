package io.oncegate.browser;

import java.util.Map;

import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is wrong with a page is noticed. */
@BrowserTest
class HarnessTests {

	private static final String GOOD = """
			<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">
			<title>A page</title><link rel="icon" href="data:,"></head>
			<body><main><h1>A page</h1>%s</main></body></html>""";

	@ParameterizedTest
	@EnumSource
	void goodPageHasNoFlaws(Visitor visitor, Browsing browsing) {
		Visit visit = open(browsing, visitor, "<p>All is well.</p>");
		visit.see("good");
		visit.expectNoFlaws();
	}

	/**
	 * The driver hides the caret for a picture, and shows it again, even if there is
	 * none.
	 */
	@Test
	void pictureThatTheBrowserRefusesIsTakenAgain(Browsing browsing) {
		Visit visit = open(browsing, Visitor.DESK, """
				<input aria-label="Name"><p style="height: 9999999px">Too high for a picture</p>
				<script>
					let carets = 0;
					new MutationObserver(() => {
						if (++carets === 2) document.querySelector('p').style.height = 'auto';
					}).observe(document.querySelector('input'), { attributes: true });
				</script>""");
		visit.see("refused-once");
		assertThat(visit.page().evaluate("carets")).as("caret hidden and shown, twice").isEqualTo(4);
	}

	@Test
	void whatIsBeingFetchedAgainIsWaitedFor(Browsing browsing) {
		Visit visit = open(browsing, Visitor.DESK, """
				<p class="htmx-request" style="color: #999; background: #fff">Hard to read</p>
				<script>
					setTimeout(() => document.querySelector('p').removeAttribute('style'), 500);
					setTimeout(() => document.querySelector('p').removeAttribute('class'), 500);
				</script>""");
		visit.see("fetched");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			<script>console.error('oh dear')</script>    | console: oh dear
			<script>throw new Error('oh dear')</script>  | error of a script: Error: oh dear
			<script src="/embed.js"></script>            | data-calendar
			<img src="/nothing" alt="">                  | answer 404: GET
			<img src="https://localhost:1/" alt="">      | request failed: https://localhost:1/
			""")
	void flawIsNoticed(String content, String flaw, Browsing browsing) {
		expectFlaw(open(browsing, Visitor.DESK, content), flaw);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>document.title = 'Mine'</script>", "<p style='color: red'>Red</p>",
			"<img src='https://example.com/' alt=''>", "<iframe src='/' title='Start'></iframe>" })
	void violationOfThePolicyIsNoticed(String content, Browsing browsing) {
		Visit visit = browsing.visit("harness", Visitor.DESK);
		fulfil(visit, content, Map.of("Content-Security-Policy", "default-src 'none'; img-src data:"));
		visit.open("/made-up");
		expectFlaw(visit, "Content Security Policy");
	}

	@Test
	void answerThatNobodyExpectsIsNoticed(Browsing browsing) {
		Visit visit = browsing.visit("harness", Visitor.DESK);
		visit.page().navigate("/nothing");
		assertThat(visit.flaws().found()).singleElement().asString().startsWith("answer 404: GET ");
		visit.expectAnswer(404);
		assertThat(visit.flaws().found()).isEmpty();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> visit.expectAnswer(200));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					<input name="name">                                                      | label
					<p style="color: #999; background: #fff">Hard to read</p>                | color-contrast
					<button style="width: 9px; height: 9px; padding: 0" aria-label="Yes"></button><button style="width: 9px; height: 9px; padding: 0" aria-label="No"></button> | target-size
					<h4>Deep down</h4>                                                       | heading-order
					""")
	void barrierIsNoticed(String content, String rule, Browsing browsing) {
		Visit visit = open(browsing, Visitor.PHONE, content);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> visit.see("barrier"))
			.withMessageContaining(rule);
	}

	@ParameterizedTest
	@EnumSource
	void pageThatMustBeScrolledSidewaysIsNoticed(Visitor visitor, Browsing browsing) {
		Visit visit = open(browsing, visitor, "<p style='width: 2000px'>Wide</p>");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> visit.see("wide"))
			.withMessageContaining("width of the page");
	}

	@Test
	void whatIsOutOfTheKeyboardsReachIsNoticed(Browsing browsing) {
		Visit visit = open(browsing, Visitor.DESK, """
				<button>First</button><button id="unseen" style="position: fixed; left: -9999px">Unseen</button>
				<button id="out" tabindex="-1">Out of reach</button>""");
		Keyboard keyboard = new Keyboard(visit);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> keyboard.tabTo(visit.page().locator("#unseen")))
			.withMessageContaining("focus is seen");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> keyboard.tabTo(visit.page().locator("#out")))
			.withMessageContaining("does not get to");
	}

	private static Visit open(Browsing browsing, Visitor visitor, String content) {
		Visit visit = browsing.visit("harness", visitor);
		fulfil(visit, content, Map.of());
		visit.open("/made-up");
		return visit;
	}

	private static void fulfil(Visit visit, String content, Map<String, String> headers) {
		visit.page()
			.route("**/made-up",
					(route) -> route.fulfill(new Route.FulfillOptions().setContentType("text/html")
						.setHeaders(headers)
						.setBody(GOOD.formatted(content))));
	}

	private static void expectFlaw(Visit visit, String flaw) {
		visit.page().waitForCondition(() -> visit.flaws().found().toString().contains(flaw));
		visit.flaws().expect("");
	}

}
