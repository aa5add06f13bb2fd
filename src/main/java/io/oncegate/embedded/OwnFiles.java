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
 * Creates files for their owner alone, from the start: anyone who has opened a file can
 * still read it after its permissions are restricted.
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

	/** Creates a file that does not exist yet, without following links. */
	static OutputStream create(Path file, FileAttribute<?> mode) throws IOException {
		return Channels.newOutputStream(
				Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode));
	}

	/**
	 * Replaces a file, or creates it: atomically.
	 */
	static void write(Path file, String text) throws IOException {
		Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new",
				FILE);
		Files.writeString(draft, text, StandardOpenOption.SYNC);
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
	}

}
