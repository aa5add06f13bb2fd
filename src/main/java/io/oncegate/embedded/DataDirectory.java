package io.oncegate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.oncegate.setting.StartException;

/**
 * The directory of the built-in stores and the generated secrets, locked by one gateway
 * at a time. Only its owner has access to it and everything in it, whatever its
 * permissions were before.
 */
public final class DataDirectory implements AutoCloseable {

	private static final String REMEDY = " Set ONCEGATE_DATA_DIR to another directory";

	private final Path path;

	private final FileChannel lock;

	/**
	 * Creates the directory if it does not exist, restricts its permissions, and locks
	 * it.
	 * @param path where it is
	 * @throws StartException if it cannot be used, or if its contents may be somebody
	 * else's
	 */
	public DataDirectory(Path path) {
		try {
			this.path = OwnPath.open(path);
			if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
				// A file that was named by mistake is left alone.
				throw new NotDirectoryException(this.path.toString());
			}
			check(this.path);
			close(this.path);
			Narrowing.of(this.path);
			this.lock = lock(this.path);
		}
		catch (IOException ex) {
			throw new StartException("The data directory " + path.toAbsolutePath()
					+ " cannot be used. Make it writable, or set ONCEGATE_DATA_DIR to another one.", ex);
		}
	}

	/** Nothing is changed before all of this has been checked. */
	private static void check(Path path) throws IOException {
		FileState found = FileState.of(path);
		if (!found.isOwn()) {
			throw new StartException("The data directory " + path + " belongs to another user." + REMEDY + ".", null);
		}
		Contents contents = Contents.of(path);
		contents.foreign().ifPresent((file) -> {
			throw notEmpty(path, file);
		});
		if (found.othersMayWrite() && !contents.isEmpty()) {
			throw notTrusted(path, found);
		}
		Narrowing.check(path);
	}

	/** Restricts access to the owner, if nobody else can have left anything there. */
	private static void close(Path path) throws IOException {
		FileState found = FileState.of(path);
		if (found.isOpenToOthers()) {
			var before = Files.getPosixFilePermissions(path);
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
			if (found.othersMayWrite() && !Contents.of(path).isEmpty()) {
				// Put there just now. It has to be refused the next time, too.
				Files.setPosixFilePermissions(path, before);
				throw notTrusted(path, found);
			}
		}
	}

	/**
	 * A directory that was named by mistake, like a home directory, must not be closed to
	 * others.
	 */
	private static StartException notEmpty(Path path, Path file) {
		return new StartException("The data directory " + path + " holds " + OwnPath.printed(file.getFileName())
				+ ", which no gateway has made; everything in it would be closed to other users. Set ONCEGATE_DATA_DIR to an"
				+ " empty or new directory.", null);
	}

	/**
	 * A directory that all users share, like {@code /tmp}, must not be closed to them.
	 */
	private static StartException notTrusted(Path path, FileState found) {
		return new StartException(
				"Other users can write to the data directory " + path + ", and its contents may be theirs." + REMEDY
						+ (found.isSticky() ? "." : ", or, if everything in it is yours: chmod -R go-rwx " + path),
				null);
	}

	private static FileChannel lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve("lock"),
				Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), OwnFiles.FILE);
		if (isLocked(channel)) {
			return channel;
		}
		channel.close();
		throw new StartException("Another gateway is using the data directory " + path
				+ ". Stop it or set ONCEGATE_DATA_DIR to another one.", null);
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// By another gateway in this process.
			return false;
		}
	}

	Path resolve(String name) {
		return this.path.resolve(name);
	}

	/** Returns a subdirectory. */
	Path directory(String name) throws IOException {
		return Files.createDirectories(resolve(name), OwnFiles.DIRECTORY);
	}

	/**
	 * Returns a secret that is generated once and kept in a file that only its owner can
	 * read.
	 * @param name the file's name
	 * @param fresh generates a new secret
	 * @return the secret
	 */
	public String secret(String name, Supplier<String> fresh) {
		Path file = resolve(name);
		try {
			if (Files.notExists(file)) {
				OwnFiles.write(file, fresh.get());
			}
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new StartException(file + " cannot be written or read (" + ex.getMessage()
					+ "). Free disk space and let the gateway read it, or set ONCEGATE_DATA_DIR to another directory.",
					ex);
		}
	}

	/** Reads a secret, if there is one. */
	Optional<String> kept(String name) {
		try {
			return Files.exists(resolve(name)) ? Optional.of(Files.readString(resolve(name)).strip())
					: Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Deletes a secret. */
	void forget(String name) {
		try {
			Files.deleteIfExists(resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

}
