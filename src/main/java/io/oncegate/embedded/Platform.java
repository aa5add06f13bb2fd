package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The platform for which the built-in stores are needed. */
final class Platform {

	private static final String SYSTEM = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

	private static final String ARCHITECTURE = System.getProperty("os.arch", "");

	private Platform() {
	}

	static String system() throws IOException {
		if (SYSTEM.startsWith("linux")) {
			return "linux";
		}
		if (SYSTEM.startsWith("mac")) {
			return "darwin";
		}
		throw new IOException("it is available for Linux and macOS");
	}

	/** Returns one of two names, depending on this machine's CPU architecture. */
	static String architecture(String amd64, String arm64) throws IOException {
		return switch (ARCHITECTURE) {
			case "amd64", "x86_64" -> amd64;
			case "aarch64", "arm64" -> arm64;
			default -> throw new IOException("it is available for amd64 and arm64");
		};
	}

	/** Whether programs are linked against musl instead of the usual C library. */
	static boolean isAlpine() {
		return Files.exists(Path.of("/etc/alpine-release"));
	}

}
