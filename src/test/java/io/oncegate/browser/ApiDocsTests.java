package io.oncegate.browser;

import com.microsoft.playwright.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The page that describes the API, for everybody. */
@BrowserTest
class ApiDocsTests {

	@ParameterizedTest
	@EnumSource(names = { "PHONE", "DESK_WITHOUT_SCRIPTS" })
	void operationIsFoundAndUnfolded(Visitor visitor, Browsing browsing) {
		Visit visit = browsing.visit("api-docs", visitor);
		visit.open("/api/docs");
		visit.page().locator("nav a", new Page.LocatorOptions().setHasText("Book with a one-time link")).click();
		assertThat(visit.page().locator("#redeemLink h3")).isInViewport();
		assertThat(visit.page().locator("#redeemLink a[href='#problem-slot-taken']")).not().isVisible();
		visit.page().locator("#redeemLink summary:has-text('409')").click();
		visit.page().locator("#redeemLink a[href='#problem-slot-taken']").click();
		assertThat(visit.page().locator("#problem-slot-taken")).isInViewport();
		visit.see("problem");
		visit.expectNoFlaws();
	}

}
