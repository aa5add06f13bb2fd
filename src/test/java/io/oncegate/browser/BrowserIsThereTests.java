package io.oncegate.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** When the browser tests run, are skipped, and fail. */
class BrowserIsThereTests {

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	@Test
	void browserIsUsed() {
		assertThat(BrowserIsThere.decide(Optional.of(BROWSER), false).isDisabled()).isFalse();
		assertThat(BrowserIsThere.decide(Optional.of(BROWSER), true).isDisabled()).isFalse();
	}

	@Test
	void developerWithoutABrowserIsToldHowToGetOne() {
		assertThat(BrowserIsThere.decide(Optional.empty(), false)).satisfies((result) -> {
			assertThat(result.isDisabled()).isTrue();
			assertThat(result.getReason()).hasValueSatisfying(
					(reason) -> assertThat(reason).contains("apt-get install chromium").doesNotContain("\n"));
		});
	}

	@Test
	void missingBrowserFailsWhereNothingMayBeSkipped() {
		assertThatIllegalStateException().isThrownBy(() -> BrowserIsThere.decide(Optional.empty(), true))
			.withMessageContaining("CI=true");
	}

	@Test
	void browserIsFoundByItsName(@TempDir Path empty, @TempDir Path full) throws IOException {
		String path = empty + File.pathSeparator + File.pathSeparator + full;
		assertThat(Chromium.find(path)).isEmpty();
		Path file = Files.createFile(full.resolve("chromium"));
		assertThat(Chromium.find(path)).as("not a program").isEmpty();
		assertThat(file.toFile().setExecutable(true)).isTrue();
		assertThat(Chromium.find(path)).contains(file);
	}

}
