package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

import io.oncegate.setting.StartException;

/** Closes everything in a directory to others, and refuses what belongs to others. */
final class Narrowing extends SimpleFileVisitor<Path> {

	private static final Set<PosixFilePermission> OWNERS = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

	private final Path top;

	private final boolean changes;

	private Narrowing(Path top, boolean changes) {
		this.top = top;
		this.changes = changes;
	}

	/**
	 * Checks a directory and everything below it, and changes nothing; links are not
	 * followed.
	 * @throws StartException if something there belongs to another user
	 */
	static void check(Path directory) throws IOException {
		Files.walkFileTree(directory, new Narrowing(directory, false));
	}

	/**
	 * Restricts the permissions of a directory and everything below it; links are not
	 * followed.
	 * @throws StartException if something there belongs to another user
	 */
	static void of(Path directory) throws IOException {
		Files.walkFileTree(directory, new Narrowing(directory, true));
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
		return visit(directory);
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		return visit(file);
	}

	/** A directory of another user may be inaccessible to this one. */
	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
		if (ex instanceof NoSuchFileException || visit(file) == FileVisitResult.SKIP_SUBTREE) {
			return FileVisitResult.CONTINUE;
		}
		throw ex;
	}

	private FileVisitResult visit(Path file) throws IOException {
		if (this.top.equals(file.getParent()) && Contents.isOfTheVolume(file)) {
			return FileVisitResult.SKIP_SUBTREE;
		}
		try {
			narrow(file, FileState.of(file));
		}
		catch (NoSuchFileException ex) {
			// The store of a killed gateway may still be running and deleting files.
		}
		return FileVisitResult.CONTINUE;
	}

	private void narrow(Path file, FileState state) throws IOException {
		if (!state.isOwn()) {
			throw new StartException("In the data directory, " + file
					+ " belongs to another user. Change the owner of everything in it to"
					+ " the user of the gateway, or set ONCEGATE_DATA_DIR to another directory.", null);
		}
		if (this.changes && state.isOpenToOthers()) {
			Set<PosixFilePermission> narrowed = EnumSet.copyOf(OWNERS);
			narrowed.retainAll(Files.getPosixFilePermissions(file));
			Files.setPosixFilePermissions(file, narrowed);
		}
	}

}
