package io.oncegate.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every template. */
class TemplateTests {

	/** HTML leaves it to authors to name attributes {@code data-…}, and no others. */
	private static final Pattern FOREIGN = Pattern.compile("(?<![-\\w])hx-[a-z-]+\\s*=");

	static Stream<Path> templates() throws IOException {
		return Files.walk(Path.of("src/main/jte")).filter((file) -> file.toString().endsWith(".jte"));
	}

	@ParameterizedTest
	@MethodSource("templates")
	void attributesOfHtmxBeginAsHtmlWantsIt(Path template) throws IOException {
		assertThat(Files.readString(template)).doesNotContainPattern(FOREIGN);
	}

}
