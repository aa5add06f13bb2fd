package io.oncegate.scale;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.oncegate.support.Needed;

/** What servers are made of: programs of the machine. */
enum Installed {

	REDIS("redis-server"),
	POSTGRES("postgres", "initdb", "pg_basebackup", "pg_controldata", "pg_dump", "pg_restore", "psql"),
	PGBOUNCER("pgbouncer"), HAPROXY("haproxy");

	private static final int OLDEST_POSTGRES = 15;

	/** Debian's, which are not in the PATH. */
	private static final Path POSTGRES_VERSIONS = Path.of("/usr/lib/postgresql");

	/** What .ci/run builds comes first; people who are not root lack sbin. */
	private static final String PATH = String.join(File.pathSeparator, "target/pgbouncer", Needed.path(),
			"/usr/local/bin", "/usr/local/sbin", "/usr/sbin", postgresVersions());

	private final List<String> programs;

	Installed(String... programs) {
		this.programs = List.of(programs);
	}

	/** Finds the directory of its programs on this machine. */
	Optional<Path> find() {
		return find(PATH);
	}

	/** Finds it among some directories. */
	Optional<Path> find(String path) {
		return all(path).findFirst();
	}

	/** Finds all of its directories; those of different versions, that is. */
	List<Path> all() {
		return all(PATH).toList();
	}

	/** One with some of the programs has another version of them, or wrappers. */
	private Stream<Path> all(String path) {
		return Stream.of(path.split(File.pathSeparator))
			.filter((directory) -> !directory.isBlank())
			.filter((directory) -> this.programs.stream()
				.allMatch((program) -> Needed.program(directory, List.of(program)).isPresent()))
			.map(Installed::real)
			.distinct();
	}

	/** Finds one of its programs. */
	String program(String name) {
		return find().orElseThrow().resolve(name).toString();
	}

	private static Path real(String directory) {
		try {
			return Path.of(directory).toRealPath();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String postgresVersions() {
		if (!Files.isDirectory(POSTGRES_VERSIONS)) {
			return "";
		}
		try (Stream<Path> versions = Files.list(POSTGRES_VERSIONS)) {
			return versions.map((version) -> version.getFileName().toString())
				.filter((version) -> version.matches("\\d+"))
				.map(Integer::valueOf)
				.filter((version) -> version >= OLDEST_POSTGRES)
				.sorted(Comparator.reverseOrder())
				.map((version) -> POSTGRES_VERSIONS + "/" + version + "/bin")
				.collect(Collectors.joining(File.pathSeparator));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
