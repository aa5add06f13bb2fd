package io.oncegate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.springframework.core.io.ClassPathResource;

/**
 * Who may connect to the built-in PostgreSQL: the gateway's role, with its password.
 * <p>
 * Everything is arranged while the server does not listen, in its single-user mode. The
 * last step is {@code pg_hba.conf}, so that a start that is broken off does all of it
 * again.
 */
final class PostgresAccess {

	static final String SUPERUSER = "postgres";

	private static final String HEAD = "# Written by the gateway";

	private static final Predicate<String> TRUST = Pattern.compile("host.*\\strust\\s*").asMatchPredicate();

	private static final ClassPathResource SCRIPT = new ClassPathResource("postgres/access.sql");

	private final Path programs;

	private final Path directory;

	private final String password;

	PostgresAccess(Path programs, Path directory, String password) {
		this.programs = programs;
		this.directory = directory;
		this.password = password;
	}

	/** Whether everybody may connect, which no release has allowed. */
	boolean isOpenToAll() throws IOException {
		String found = read(file());
		return !found.startsWith(HEAD) && found.lines().anyMatch(TRUST);
	}

	void grant() throws IOException {
		String rules = rules();
		if (!rules.equals(read(file()))) {
			String script = SCRIPT.getContentAsString(StandardCharsets.UTF_8).replace("${password}", this.password);
			StoreCommand
				.postgres(this.programs.resolve("postgres"), "--single", "-D", this.directory.toString(), "-j", "-c",
						"exit_on_error=on", EmbeddedPostgres.DATABASE)
				.run(script);
			OwnFiles.write(file(), rules);
		}
	}

	private Path file() {
		return this.directory.resolve("pg_hba.conf");
	}

	private static String read(Path file) throws IOException {
		try {
			return Files.readString(file);
		}
		catch (NoSuchFileException ex) {
			return "";
		}
	}

	/** They change with the password, which was lost if it is another one. */
	private String rules() {
		return HEAD + """
				, for the password with the digest %s
				host %s %s 127.0.0.1/32 scram-sha-256
				""".formatted(Passwords.digest(this.password), EmbeddedPostgres.DATABASE, EmbeddedPostgres.ROLE);
	}

}
