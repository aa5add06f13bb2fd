package io.oncegate.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether readers find what the documents promise them. */
class DocsTests {

	private static final Pattern TESTS = Pattern.compile("`(\\w+(?:Tests|Properties))`");

	private static final Pattern STEPS = Pattern.compile("`([A-Z]\\w+|redis/\\w+\\.lua|R__\\w+\\.sql)`");

	private static final Path README = Path.of("README.md");

	private static final Path WAYS = Path.of("src/docs/how-it-works.md");

	@Test
	void everyLinkLeadsSomewhere() {
		List<Document> documents = Document.all();
		assertThat(documents).hasSizeGreaterThan(30);
		assertThat(documents.stream().flatMap((document) -> document.links().stream())).hasSizeGreaterThan(50);
		assertThat(documents.stream().flatMap(DocsTests::dead)).isEmpty();
	}

	private static Stream<String> dead(Document document) {
		return document.links()
			.stream()
			.filter((link) -> !document.leadsSomewhere(link))
			.map((link) -> document.path() + ": " + link);
	}

	@Test
	void aLinkThatLeadsNowhereIsFound() {
		Document document = new Document(Path.of("src/docs/new.md"), """
				# A title
				[a](api.md#limits), [b](#a-title), [c](gone.md), [d](api.md#gone), [e](#gone)
				[f](https://example.com/gone.md), `[g](gone.md)`
				```md
				[h](gone.md)
				```
				""");
		assertThat(document.links()).hasSize(5);
		assertThat(dead(document)).containsExactly("src/docs/new.md: gone.md", "src/docs/new.md: api.md#gone",
				"src/docs/new.md: #gone");
	}

	@Test
	void everyTestThatIsNamedIsThere() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			Set<String> tests = files.map((file) -> file.getFileName().toString())
				.map((name) -> name.replace(".java", ""))
				.collect(Collectors.toSet());
			assertThat(Document.all().stream().flatMap((document) -> named(document).stream())).isSubsetOf(tests);
		}
		assertThat(named(Document.of(README))).isNotEmpty();
	}

	private static List<String> named(Document document) {
		return TESTS.matcher(document.text()).results().map((found) -> found.group(1)).toList();
	}

	@Test
	void whateverAWayThroughTheCodeNamesIsThere() throws IOException {
		String text = Document.of(WAYS).text();
		String ways = text.substring(text.indexOf("## Five ways through the code"), text.indexOf("## Glossary"));
		List<String> steps = STEPS.matcher(ways).results().map((found) -> found.group(1)).toList();
		assertThat(steps).hasSizeGreaterThan(60);
		try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
			List<String> there = files.map(Path::toString).toList();
			assertThat(steps).allMatch((step) -> there.stream()
				.anyMatch((file) -> file.endsWith("/" + (step.contains(".") ? step : step + ".java"))));
		}
	}

	@Test
	void readmeIsShort() {
		assertThat(Document.of(README).text().lines()).hasSizeLessThanOrEqualTo(150);
	}

}
