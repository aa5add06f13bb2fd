package io.oncegate.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files for their owner alone: from the first moment, for whoever has opened a file
 * can read it also after its mode was narrowed.
 */
final class OwnFiles {

	static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");

	static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");

	static final FileAttribute<Set<PosixFilePermission>> PROGRAM = mode("rwx------");

	private OwnFiles() {
	}

	private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
		return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
	}

	/** Makes a file that is not there yet, and follows no link. */
	static OutputStream create(Path file, FileAttribute<?> mode) throws IOException {
		return Channels.newOutputStream(
				Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode));
	}

	/**
	 * Writes a whole file in place of the one that is there, if any: at once, or not at
	 * all.
	 */
	static void write(Path file, String text) throws IOException {
		Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new",
				FILE);
		Files.writeString(draft, text, StandardOpenOption.SYNC);
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
	}

}
