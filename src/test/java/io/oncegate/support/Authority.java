package io.oncegate.support;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A private authority and the certificates that it issues, made by the JDK's keytool. All
 * of them have one key: what differs is whom they name.
 */
public final class Authority {

	private static final String PASSWORD = "changeit";

	private final Path directory;

	private final Path certificate;

	private final Path key;

	private int issued;

	/** Makes it. */
	public Authority(Path directory, String name) throws IOException {
		this.directory = Files.createDirectories(directory.toAbsolutePath());
		pair("authority", "CN=" + name, "bc:c");
		pair("leaf", "CN=leaf");
		this.certificate = keytool("-exportcert", "-rfc", "-alias", "authority", "-file", path("authority.crt"));
		keytool("-certreq", "-alias", "leaf", "-file", path("leaf.csr"));
		this.key = pem("leaf", "leaf.key");
	}

	/** Its own certificate, in PEM. */
	public Path certificate() {
		return this.certificate;
	}

	/** The key of all that it issued, in PEM, readable by its owner alone. */
	public Path key() {
		return this.key;
	}

	/** A key that belongs to nothing that it issued. */
	public Path anotherKey() throws IOException {
		return pem("authority", "authority.key");
	}

	/**
	 * Issues a certificate.
	 * @param name its common name
	 * @param names its alternative names, like {@code dns:localhost}
	 * @return a file in PEM
	 */
	public Path issue(String name, String... names) throws IOException {
		List<String> command = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "authority", "-infile",
				path("leaf.csr"), "-dname", "CN=" + name, "-ext", "eku=serverAuth,clientAuth"));
		if (names.length > 0) {
			command.addAll(List.of("-ext", "san=" + String.join(",", names)));
		}
		command.addAll(List.of("-outfile", path("issued-" + this.issued++ + ".crt")));
		return keytool(command.toArray(String[]::new));
	}

	private void pair(String alias, String name, String... extensions) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("-genkeypair", "-keyalg", "EC", "-alias", alias, "-dname", name, "-validity", "30"));
		for (String extension : extensions) {
			command.addAll(List.of("-ext", extension));
		}
		keytool(command.toArray(String[]::new));
	}

	private String path(String name) {
		return this.directory.resolve(name).toString();
	}

	/** Returns the last argument, as a path. */
	private Path keytool(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
						"-J-XX:TieredStopAtLevel=1", "-keystore", path("keys.p12"), "-storepass", PASSWORD));
		command.addAll(List.of(arguments));
		Path said = this.directory.resolve("keytool.log");
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.to(said.toFile()))
			.start();
		try {
			if (keytool.waitFor() != 0) {
				throw new AssertionError("keytool failed: " + Files.readString(said));
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		return Path.of(arguments[arguments.length - 1]);
	}

	private Path pem(String alias, String file) throws IOException {
		try (InputStream keys = Files.newInputStream(this.directory.resolve("keys.p12"))) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(keys, PASSWORD.toCharArray());
			return secret(file, pem("PRIVATE KEY", store.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
		}
		catch (GeneralSecurityException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Writes a file that only its owner can read. */
	public Path secret(String name, String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve(name), content);
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
	}

	/** Encodes something as a text (RFC 7468). */
	public static String pem(String label, byte[] content) {
		return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content));
	}

}
