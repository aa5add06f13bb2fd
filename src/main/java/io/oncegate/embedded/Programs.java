package io.oncegate.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import redis.embedded.RedisExecProvider;

import org.springframework.util.FileSystemUtils;

/**
 * The programs of the built-in stores, which run from the data directory: nobody else can
 * have put them there. Each is unpacked once; within one process, for all directories.
 */
final class Programs {

	private static final Map<String, Path> UNPACKED = new HashMap<>();

	private final Path directory;

	Programs(DataDirectory data) throws IOException {
		this.directory = data.directory("programs");
	}

	/** Returns the Redis server program. */
	Path redis() throws IOException {
		String name = "redis-server-" + RedisExecProvider.redisVersion + "-" + Platform.system() + "-"
				+ Platform.architecture("amd64", "arm64");
		return unpacked(name, Programs::copy).resolve("redis-server");
	}

	/** Returns the directory of the PostgreSQL programs. */
	Path postgres() throws IOException {
		String name = "postgres-" + Platform.system() + "-" + Platform.architecture("x86_64", "arm_64")
				+ (Platform.isAlpine() ? "-alpine_linux" : "") + ".txz";
		return unpacked(name, Programs::extract).resolve("bin");
	}

	private Path unpacked(String resource, Unpacking unpacking) throws IOException {
		synchronized (UNPACKED) {
			Path known = UNPACKED.get(resource);
			if (known == null || Files.notExists(known)) {
				known = unpack(resource, unpacking);
				UNPACKED.put(resource, known);
			}
			return known;
		}
	}

	private Path unpack(String resource, Unpacking unpacking) throws IOException {
		URL url = Programs.class.getClassLoader().getResource(resource);
		if (url == null) {
			throw new IOException("there is no " + resource + " for this machine");
		}
		URLConnection connection = url.openConnection();
		connection.setUseCaches(false);
		try (InputStream packed = connection.getInputStream()) {
			Path target = this.directory.resolve(resource + "-" + version(connection));
			if (Files.notExists(target)) {
				Path draft = this.directory.resolve(resource + ".new");
				FileSystemUtils.deleteRecursively(draft);
				Files.createDirectory(draft, OwnFiles.DIRECTORY);
				unpacking.unpack(packed, draft);
				Files.move(draft, target);
			}
			return target;
		}
	}

	private static String version(URLConnection connection) throws IOException {
		return (connection instanceof JarURLConnection jar) ? Long.toHexString(jar.getJarEntry().getCrc())
				: String.valueOf(connection.getContentLengthLong());
	}

	private static void copy(InputStream packed, Path target) throws IOException {
		try (OutputStream program = OwnFiles.create(target.resolve("redis-server"), OwnFiles.PROGRAM)) {
			packed.transferTo(program);
		}
	}

	private static void extract(InputStream packed, Path target) throws IOException {
		TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)));
		for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
			Path file = target.resolve(entry.getName()).normalize();
			if (entry.isDirectory()) {
				Files.createDirectories(file, OwnFiles.DIRECTORY);
				continue;
			}
			Files.createDirectories(file.getParent(), OwnFiles.DIRECTORY);
			if (entry.isSymbolicLink() || entry.isLink()) {
				Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
				continue;
			}
			try (OutputStream content = OwnFiles.create(file,
					((entry.getMode() & 0100) != 0) ? OwnFiles.PROGRAM : OwnFiles.FILE)) {
				tar.transferTo(content);
			}
		}
	}

	private interface Unpacking {

		void unpack(InputStream packed, Path target) throws IOException;

	}

}
