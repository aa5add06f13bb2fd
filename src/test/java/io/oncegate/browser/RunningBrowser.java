package io.oncegate.browser;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

/** The one browser of all tests, with the process that drives it. */
record RunningBrowser(Playwright driver, Browser browser) implements AutoCloseable {

	private static final List<String> FLAGS = List.of("--disable-gpu", "--disable-quic", "--no-first-run",
			"--disable-background-networking", "--disable-component-update", "--disable-sync");

	/** Starts the browser that is installed, never one that would have to be loaded. */
	static RunningBrowser start() {
		Playwright driver = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		try {
			return new RunningBrowser(driver,
					driver.chromium()
						.launch(new BrowserType.LaunchOptions().setExecutablePath(Chromium.find().orElseThrow())
							.setChromiumSandbox(false)
							.setArgs(FLAGS)));
		}
		catch (RuntimeException ex) {
			driver.close();
			throw ex;
		}
	}

	@Override
	public void close() {
		this.browser.close();
		this.driver.close();
	}

}
