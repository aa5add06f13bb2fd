package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

import io.oncegate.setting.StartException;

/**
 * Goes to a directory name by name, makes what is missing, and refuses a way on which
 * somebody else could put another directory or link in its place: by writing to a
 * directory on it (unless that is sticky, as {@code /tmp} is), or by owning one.
 */
final class OwnPath {

	private static final int LINKS = 20;

	/**
	 * PostgreSQL's own programs call each other through a shell, by a path in double
	 * quotes.
	 */
	private static final Pattern OF_THE_SHELL = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

	private final Path program = Path.of("").toAbsolutePath();

	private final boolean creates;

	private int links;

	private OwnPath(boolean creates) {
		this.creates = creates;
	}

	/**
	 * Returns where the path really leads.
	 * @throws StartException if somebody else could change that, or if a shell would take
	 * a part of it for a command
	 */
	static Path open(Path path) throws IOException {
		requirePlain(new OwnPath(false).walk(path.toAbsolutePath()));
		return new OwnPath(true).walk(path.toAbsolutePath());
	}

	private static void requirePlain(Path path) {
		if (OF_THE_SHELL.matcher(path.toString()).find()) {
			throw new StartException("The data directory " + printed(path)
					+ " has one of \" $ ` \\ or a line's end in its path, which a shell that PostgreSQL calls would not"
					+ " take as it is. Set ONCEGATE_DATA_DIR to a directory without them.", null);
		}
	}

	/** In one line. */
	static String printed(Path path) {
		return path.toString().replaceAll("\\p{Cntrl}", "?");
	}

	private Path walk(Path path) throws IOException {
		Path here = path.getRoot();
		for (Path name : path) {
			here = step(here, name);
		}
		return here;
	}

	private Path step(Path directory, Path name) throws IOException {
		if (this.creates || Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
			requireTrusted(directory);
		}
		if (name.toString().equals("..")) {
			Path parent = directory.getParent();
			return (parent != null) ? parent : directory;
		}
		Path next = directory.resolve(name).normalize();
		if (Files.notExists(next, LinkOption.NOFOLLOW_LINKS)) {
			if (!this.creates) {
				return next;
			}
			create(next);
		}
		FileState state = FileState.of(next);
		if (!state.isLink()) {
			return next;
		}
		if (!isTrusted(state, next) || ++this.links > LINKS) {
			throw refused(next + " is a link of another user's");
		}
		return walk(directory.resolve(Files.readSymbolicLink(next)));
	}

	private static void create(Path directory) throws IOException {
		try {
			Files.createDirectory(directory, OwnFiles.DIRECTORY);
		}
		catch (FileAlreadyExistsException ex) {
			// By somebody else, at this moment: what it is will be seen.
		}
	}

	private void requireTrusted(Path directory) throws IOException {
		FileState state = FileState.of(directory);
		if (!isTrusted(state, directory)) {
			throw refused(directory + " belongs to another user");
		}
		if (state.othersMayWrite() && !state.isSticky()) {
			throw refused("other users may write to " + directory);
		}
	}

	/** The owner of where the program runs can replace the program itself. */
	private boolean isTrusted(FileState state, Path path) {
		return state.isOwn() || state.isOfRoot() || this.program.startsWith(path);
	}

	private static StartException refused(String why) {
		return new StartException("The data directory could be replaced by somebody else: " + why
				+ ". Set ONCEGATE_DATA_DIR to a directory within one of your own.", null);
	}

}
