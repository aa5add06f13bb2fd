package io.oncegate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The directory where the built-in stores and the generated secrets are kept, held by one
 * gateway at a time.
 */
public final class DataDirectory implements AutoCloseable {

	private final Path path;

	private final FileChannel lock;

	/**
	 * Creates the directory if it is not there, and takes its lock.
	 * @param path where it is
	 * @throws StartException if it cannot be used
	 */
	DataDirectory(Path path) {
		this.path = path.toAbsolutePath().normalize();
		this.lock = lock(this.path);
	}

	private static FileChannel lock(Path path) {
		try {
			Files.createDirectories(path);
			FileChannel channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (isLocked(channel)) {
				return channel;
			}
			channel.close();
		}
		catch (IOException ex) {
			throw new StartException("The data directory " + path
					+ " cannot be used. Make it writable or set ONCEGATE_DATA_DIR to another one.", ex);
		}
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
				Path draft = Files.createTempFile(this.path, name, ".new",
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
				Files.writeString(draft, fresh.get());
				Files.move(draft, file);
			}
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
