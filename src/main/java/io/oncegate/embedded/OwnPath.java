package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

import io.oncegate.setting.StartException;

/**
 * Walks a path name by name, creates what is missing, and refuses a path on which
 * somebody else could put another directory or link in its place: by writing to a
 * directory on it (unless it is sticky, like {@code /tmp}), or by owning one.
 */
final class OwnPath {

	private static final int LINKS = 20;

	/**
	 * PostgreSQL's own programs call each other through a shell, with the path in double
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
	 * Returns the real path.
	 * @throws StartException if somebody else could change it, or if a shell would
	 * interpret a part of it
	 */
	static Path open(Path path) throws IOException {
		requirePlain(new OwnPath(false).walk(path.toAbsolutePath()));
		return new OwnPath(true).walk(path.toAbsolutePath());
	}

	private static void requirePlain(Path path) {
		if (OF_THE_SHELL.matcher(path.toString()).find()) {
			throw new StartException("The data directory " + printed(path)
					+ " has one of \" $ ` \\ or a line break in its path, which a shell that PostgreSQL uses would"
					+ " interpret. Set ONCEGATE_DATA_DIR to a directory without them.", null);
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
			throw refused(next + " is a link owned by another user");
		}
		return walk(directory.resolve(Files.readSymbolicLink(next)));
	}

	private static void create(Path directory) throws IOException {
		try {
			Files.createDirectory(directory, OwnFiles.DIRECTORY);
		}
		catch (FileAlreadyExistsException ex) {
			// Created by somebody else just now: it will be checked.
		}
	}

	private void requireTrusted(Path directory) throws IOException {
		FileState state = FileState.of(directory);
		if (!isTrusted(state, directory)) {
			throw refused(directory + " belongs to another user");
		}
		if (state.othersMayWrite() && !state.isSticky()) {
			throw refused("other users can write to " + directory);
		}
	}

	/** The owner of the program's directory can replace the program itself. */
	private boolean isTrusted(FileState state, Path path) {
		return state.isOwn() || state.isOfRoot() || this.program.startsWith(path);
	}

	private static StartException refused(String why) {
		return new StartException("Somebody else could replace the data directory: " + why
				+ ". Set ONCEGATE_DATA_DIR to a directory inside one of your own.", null);
	}

}
