package io.oncegate.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A document in Markdown, as GitHub shows it. */
public record Document(Path path, String text) {

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

	private static final Pattern CODE = Pattern.compile("`+[^`]*`+");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	/** README, and all that it leads to. */
	static List<Document> all() {
		return Stream.of("README.md", "src/docs", ".github", "gatling")
			.map(Path::of)
			.flatMap(Document::files)
			.filter((file) -> file.toString().endsWith(".md"))
			.map(Document::of)
			.toList();
	}

	private static Stream<Path> files(Path place) {
		try (Stream<Path> files = Files.walk(place)) {
			return files.filter((file) -> !file.toString().contains("/target/")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads one. */
	public static Document of(Path path) {
		try {
			return new Document(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where its links lead that stay in the repository. */
	List<String> links() {
		return LINK.matcher(CODE.matcher(prose()).replaceAll(""))
			.results()
			.map((found) -> (found.group(1) != null) ? found.group(1) : found.group(2))
			.filter((target) -> !target.matches("[a-z]+:.*"))
			.toList();
	}

	/**
	 * Tells whether a link of this leads to a file, and to a heading in it if it names
	 * one.
	 */
	boolean leadsSomewhere(String link) {
		String[] parts = link.split("#", 2);
		Path target = this.path.resolveSibling(parts[0]);
		boolean there = parts[0].isEmpty() || Files.exists(target);
		return there && (parts.length == 1 || (parts[0].isEmpty() ? this : of(target)).anchors().contains(parts[1]));
	}

	private Set<String> anchors() {
		Map<String, Integer> times = new HashMap<>();
		return HEADING.matcher(prose()).results().map((found) -> anchor(found.group(1))).map((anchor) -> {
			int time = times.merge(anchor, 1, Integer::sum);
			return (time == 1) ? anchor : anchor + "-" + (time - 1);
		}).collect(Collectors.toSet());
	}

	private static String anchor(String heading) {
		return heading.replaceAll("\\]\\([^)]*\\)", "")
			.strip()
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{N}_ -]", "")
			.replace(' ', '-');
	}

	private String prose() {
		return BLOCK.matcher(this.text).replaceAll("");
	}

	/** The shell commands of its sections, in order. */
	public String commands(String... headings) {
		return Stream.of(headings)
			.flatMap((heading) -> BLOCK.matcher(section(heading)).results())
			.filter((block) -> block.group(1).equals("sh"))
			.map((block) -> block.group(2))
			.collect(Collectors.joining("\n"));
	}

	private String section(String heading) {
		return Stream.of(this.text.split("(?m)^## "))
			.filter((section) -> section.startsWith(heading + "\n"))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(this.path + " has no section " + heading));
	}

}
