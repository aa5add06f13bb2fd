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

/** Closes all that is in a directory to others, and refuses what belongs to others. */
final class Narrowing extends SimpleFileVisitor<Path> {

	private static final Set<PosixFilePermission> OWNERS = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

	private Narrowing() {
	}

	/**
	 * Narrows a directory and all below it; links are not followed.
	 * @throws StartException if something there belongs to another user
	 */
	static void of(Path directory) throws IOException {
		Files.walkFileTree(directory, new Narrowing());
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
		return visitFile(directory, attributes);
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		FileState state = FileState.of(file);
		if (!state.isOwn()) {
			throw new StartException("In the data directory, " + file + " belongs to another user. Give all of it to"
					+ " the user of the gateway, or set ONCEGATE_DATA_DIR to another directory.", null);
		}
		if (state.isOpenToOthers()) {
			Set<PosixFilePermission> narrowed = EnumSet.copyOf(OWNERS);
			narrowed.retainAll(Files.getPosixFilePermissions(file));
			Files.setPosixFilePermissions(file, narrowed);
		}
		return FileVisitResult.CONTINUE;
	}

	/** A store of a gateway that was killed may still run, and delete files. */
	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
		if (ex instanceof NoSuchFileException) {
			return FileVisitResult.CONTINUE;
		}
		throw ex;
	}

}
