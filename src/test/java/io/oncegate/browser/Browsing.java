package io.oncegate.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Opens windows of a browser for the visitors of a test. */
final class Browsing {

	/** Where visitors are, unless a test says otherwise. */
	static final String ZONE = "Europe/Berlin";

	private static final String LANGUAGE = "en";

	private final Browser browser;

	private final String gateway;

	private final List<Visit> visits = new ArrayList<>();

	private Browsing(Browser browser, String gateway) {
		this.browser = browser;
		this.gateway = gateway;
	}

	/** Where the gateway is. */
	String gateway() {
		return this.gateway;
	}

	/**
	 * Opens a window without history or cookies.
	 * @param journey what the visitor is about to do, in a word or two, for the names of
	 * pictures
	 */
	Visit visit(String journey, Visitor visitor) {
		return visit(journey, visitor, (options) -> {
		});
	}

	/**
	 * Opens a window of a browser that is set up otherwise: in another language or zone,
	 * say.
	 */
	Visit visit(String journey, Visitor visitor, Consumer<Browser.NewContextOptions> otherwise) {
		Browser.NewContextOptions options = new Browser.NewContextOptions().setBaseURL(this.gateway)
			.setViewportSize(visitor.width(), visitor.height())
			.setJavaScriptEnabled(visitor.scripts())
			.setLocale(LANGUAGE)
			.setTimezoneId(ZONE);
		otherwise.accept(options);
		String language = Locale.forLanguageTag(options.locale).getLanguage();
		String traits = visitor.width() + (visitor.scripts() ? "" : "-nojs")
				+ (language.equals(LANGUAGE) ? "" : "-" + language);
		Visit visit = new Visit(this.browser.newContext(options), visitor,
				(step) -> journey + "-" + step + "-" + traits);
		this.visits.add(visit);
		return visit;
	}

	/** Gives each test windows of its own, and looks at what went wrong in them. */
	static class Windows extends TypeBasedParameterResolver<Browsing> implements AfterEachCallback {

		private static final Namespace NAMESPACE = Namespace.create(Browsing.class);

		@Override
		public Browsing resolveParameter(ParameterContext parameter, ExtensionContext context) {
			return context.getStore(NAMESPACE)
				.computeIfAbsent("browsing", (key) -> new Browsing(browser(context), gateway(context)), Browsing.class);
		}

		private static Browser browser(ExtensionContext context) {
			return context.getRoot()
				.getStore(NAMESPACE)
				.computeIfAbsent("browser", (key) -> RunningBrowser.start(), RunningBrowser.class)
				.browser();
		}

		private static String gateway(ExtensionContext context) {
			return "http://localhost:" + SpringExtension.getApplicationContext(context)
				.getEnvironment()
				.getRequiredProperty("local.server.port");
		}

		@Override
		public void afterEach(ExtensionContext context) {
			Store store = context.getStore(NAMESPACE);
			Browsing browsing = store.get("browsing", Browsing.class);
			if (browsing != null) {
				boolean failed = context.getExecutionException().isPresent();
				browsing.visits.forEach((visit) -> visit.leave(failed));
				browsing.visits.forEach(Visit::expectNoFlaws);
			}
		}

	}

}
