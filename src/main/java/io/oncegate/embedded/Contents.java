package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The contents found in a prospective data directory; inspected, never changed.
 */
final class Contents {

	/** Every release has created at least one of them before its stores. */
	private static final Set<String> MARKS = Set.of("lock", "link-secret", "api-key", "postgres-password",
			"redis-password");

	/**
	 * Also a temporary secret file, and files that the gateway's output is redirected to.
	 */
	private static final Pattern FILES = Pattern
		.compile("lock|(link-secret|api-key|(postgres|redis)-password)(\\d*\\.new)?"
				+ "|(.*\\.)?(log|out|err|pid)|stdout|stderr");

	/** Also leftovers of an interrupted start. */
	private static final Set<String> DIRECTORIES = Set.of("programs", "postgres.new");

	/**
	 * Files that systems create at the top of a volume, or people in an otherwise empty
	 * directory.
	 */
	private static final Set<String> OF_THE_VOLUME = Set.of("lost+found", ".snapshot", ".snapshots", ".zfs", ".Trashes",
			".fseventsd", ".Spotlight-V100", ".DS_Store", ".gitkeep", ".gitignore", ".keep");

	private final Path directory;

	private final List<Path> files;

	private Contents(Path directory, List<Path> files) {
		this.directory = directory;
		this.files = files;
	}

	static Contents of(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return new Contents(directory, files.filter((file) -> !isOfTheVolume(file)).toList());
		}
	}

	/** Whether a file at the top of the data directory is neither used nor changed. */
	static boolean isOfTheVolume(Path file) {
		return OF_THE_VOLUME.contains(file.getFileName().toString());
	}

	boolean isEmpty() {
		return this.files.isEmpty();
	}

	/**
	 * Finds something that no gateway has made. Own files next to the stores of a gateway
	 * are allowed.
	 */
	Optional<Path> foreign() throws IOException {
		if (isMarked() && hasStore()) {
			return Optional.empty();
		}
		for (Path file : this.files) {
			if (!isMade(file)) {
				return Optional.of(file);
			}
		}
		return Optional.empty();
	}

	private boolean isMarked() {
		return MARKS.stream().anyMatch((mark) -> isFile(this.directory.resolve(mark)));
	}

	private boolean hasStore() {
		return isFile(this.directory.resolve("postgres/PG_VERSION"))
				|| Files.isDirectory(this.directory.resolve("redis"));
	}

	private static boolean isMade(Path file) throws IOException {
		String name = file.getFileName().toString();
		return isFile(file) ? FILES.matcher(name).matches() : Files.isDirectory(file)
				&& (DIRECTORIES.contains(name) || name.equals("postgres") && of(file).isEmpty());
	}

	private static boolean isFile(Path file) {
		return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
	}

}
