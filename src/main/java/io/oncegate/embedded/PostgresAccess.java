package io.oncegate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.springframework.core.io.ClassPathResource;

/**
 * Who may connect to the built-in PostgreSQL: the gateway's role, with its password.
 * <p>
 * Everything is arranged while the server does not listen, in its single-user mode, new
 * database or old: one of an older release, in which everybody was the superuser, is
 * taken over with all that is in it. The last step is {@code pg_hba.conf}, so that a
 * start that is broken off does all of it again.
 */
final class PostgresAccess {

	static final String SUPERUSER = "postgres";

	private static final ClassPathResource SCRIPT = new ClassPathResource("postgres/access.sql");

	private final Path programs;

	private final Path directory;

	private final String password;

	PostgresAccess(Path programs, Path directory, String password) {
		this.programs = programs;
		this.directory = directory;
		this.password = password;
	}

	void grant() throws IOException {
		Path file = this.directory.resolve("pg_hba.conf");
		String rules = rules();
		if (!rules.equals(read(file))) {
			String script = SCRIPT.getContentAsString(StandardCharsets.UTF_8).replace("${password}", this.password);
			StoreCommand
				.postgres(this.programs.resolve("postgres"), "--single", "-D", this.directory.toString(), "-j", "-c",
						"exit_on_error=on", EmbeddedPostgres.DATABASE)
				.run(script);
			OwnFiles.write(file, rules);
		}
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
		return """
				# Written by the gateway, for the password with the digest %s
				host %s %s 127.0.0.1/32 scram-sha-256
				""".formatted(Passwords.digest(this.password), EmbeddedPostgres.DATABASE, EmbeddedPostgres.ROLE);
	}

}
