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
 * The directory where the built-in stores and the generated secrets are kept, held by one
 * gateway at a time. It and all that is in it is for its owner alone, whatever it was
 * when it was found.
 */
public final class DataDirectory implements AutoCloseable {

	private static final String REMEDY = " Set ONCEGATE_DATA_DIR to another directory";

	private final Path path;

	private final FileChannel lock;

	/**
	 * Creates the directory if it is not there, closes it to others, and takes its lock.
	 * @param path where it is
	 * @throws StartException if it cannot be used, or if what is in it may be of somebody
	 * else
	 */
	public DataDirectory(Path path) {
		try {
			this.path = OwnPath.open(path);
			if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
				// Nothing is done to a file that was named by mistake.
				throw new NotDirectoryException(this.path.toString());
			}
			check(this.path);
			close(this.path);
			Narrowing.of(this.path);
			this.lock = lock(this.path);
		}
		catch (IOException ex) {
			throw new StartException("The data directory " + path.toAbsolutePath()
					+ " cannot be used. Make it writable or set ONCEGATE_DATA_DIR to another one.", ex);
		}
	}

	/** Nothing is changed before all of this was found to be right. */
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

	/** Lets nobody in but the owner, if nobody else can have left anything there. */
	private static void close(Path path) throws IOException {
		FileState found = FileState.of(path);
		if (found.isOpenToOthers()) {
			var before = Files.getPosixFilePermissions(path);
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
			if (found.othersMayWrite() && !Contents.of(path).isEmpty()) {
				// Put there at this moment. It is to be refused the next time, too.
				Files.setPosixFilePermissions(path, before);
				throw notTrusted(path, found);
			}
		}
	}

	/** One that was named by mistake, like a home, is not to be closed to others. */
	private static StartException notEmpty(Path path, Path file) {
		return new StartException("The data directory " + path + " holds " + OwnPath.printed(file.getFileName())
				+ ", which no gateway has made; all in it would be closed to other users. Set ONCEGATE_DATA_DIR to an"
				+ " empty directory, or to a new one.", null);
	}

	/** One that all users share, like {@code /tmp}, is not to be closed to them. */
	private static StartException notTrusted(Path path, FileState found) {
		return new StartException(
				"Other users may write to the data directory " + path + ", and what is in it may be theirs." + REMEDY
						+ (found.isSticky() ? "." : ", or, if all of it is yours: chmod -R go-rwx " + path),
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

	/** Returns a directory in this one. */
	Path directory(String name) throws IOException {
		return Files.createDirectories(resolve(name), OwnFiles.DIRECTORY);
	}

	/**
	 * Returns a secret that is made once and kept in a file that only its owner can read.
	 * @param name the file's name
	 * @param fresh makes a new secret
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
			throw new StartException(file + " cannot be kept or read (" + ex.getMessage()
					+ "). Make room and let the gateway read it, or set ONCEGATE_DATA_DIR to another directory.", ex);
		}
	}

	/** Reads a secret that is kept, if it is. */
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
