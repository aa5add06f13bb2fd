package io.oncegate.browser;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.oncegate.support.Needed;

/** Finds the browser that is installed. */
final class Chromium {

	/**
	 * The one without a window first: its pages are the same, and take half of the time.
	 */
	private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium", "chromium-browser",
			"google-chrome", "google-chrome-stable", "Google Chrome");

	private static final String USUAL = "/usr/bin" + File.pathSeparator
			+ "/Applications/Google Chrome.app/Contents/MacOS";

	private Chromium() {
	}

	/** Finds it on this machine. */
	static Optional<Path> find() {
		return find(Needed.path() + File.pathSeparator + USUAL);
	}

	/**
	 * Finds it in one of some directories.
	 * @param path the directories, like those of the environment variable {@code PATH}
	 */
	static Optional<Path> find(String path) {
		return Needed.program(path, NAMES);
	}

}
