package io.oncegate.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files with which other users of the machine could do something. */
final class OpenFiles {

	private OpenFiles() {
	}

	/**
	 * Lists those in a directory. PostgreSQL and Redis may replace files meanwhile as
	 * they like.
	 */
	static List<Path> in(Path directory) {
		return files(directory).filter(OpenFiles::isOpen).toList();
	}

	private static Stream<Path> files(Path file) {
		if (Files.isSymbolicLink(file)) {
			return Stream.empty();
		}
		// Null if it is no directory, or is gone.
		return Stream.concat(Stream.of(file),
				Stream.ofNullable(file.toFile().listFiles())
					.flatMap(Stream::of)
					.map(File::toPath)
					.flatMap(OpenFiles::files));
	}

	private static boolean isOpen(Path file) {
		try {
			return ((Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 077) != 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
