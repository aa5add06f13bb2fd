package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.oncegate.setting.StartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** For whom the data directory is, whatever is found in its place. */
class DataDirectoryTests {

	private static final String SECRET = "secret";

	/** Of this user's own, and open to others. */
	@TempDir
	private Path own;

	@BeforeEach
	void letOthersIn() throws IOException {
		mode("1755", this.own);
	}

	@Test
	void newDirectoryAndSecretAreForTheirOwnerAlone() throws IOException {
		Path path = this.own.resolve("new/data");
		assertThat(secret(path)).isEqualTo(SECRET);
		assertThat(List.of(this.own.resolve("new"), path)).extracting(DataDirectoryTests::mode).containsOnly("0700");
		assertThat(List.of(path.resolve("lock"), path.resolve("link-secret"))).extracting(DataDirectoryTests::mode)
			.containsOnly("0600");
		assertThat(secret(path)).isEqualTo(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0755", "0775", "0711", "0750", "1755", "2755" })
	void directoryThatIsFoundOpenIsClosedWithAllThatIsInIt(String mode) throws IOException {
		Path path = Files.createDirectories(this.own.resolve("data"));
		Path redis = Files.createDirectory(path.resolve("redis"));
		Path store = Files.createDirectory(redis.resolve("appendonlydir"));
		Path file = Files.writeString(store.resolve("appendonly.aof"), "sessions");
		Path key = Files.writeString(path.resolve("link-secret"), "kept");
		Path program = Files.writeString(path.resolve("program"), "");
		Path outside = Files.writeString(this.own.resolve("outside"), "");
		Path link = Files.createSymbolicLink(path.resolve("link"), outside);
		mode("0644", file, key, outside);
		mode("0755", program, store, redis);
		mode(mode, path);
		assertThat(secret(path)).isEqualTo("kept");
		assertThat(List.of(path, store, redis, program)).extracting(DataDirectoryTests::mode)
			.allMatch((now) -> now.endsWith("700"));
		assertThat(List.of(file, key)).extracting(DataDirectoryTests::mode).containsOnly("0600");
		assertThat(mode(outside)).as("what a link leads to").isEqualTo("0644");
		assertThat(link).isSymbolicLink();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0777", "1777", "0757" })
	void whatMayBeOthersIsNotUsedNowOrLater(String mode) throws IOException {
		Path path = Files.createDirectory(this.own.resolve("data"));
		Files.createDirectory(path.resolve("programs"));
		mode(mode, path);
		assertRefused(path, "Other users can write to the data directory",
				mode.startsWith("1") ? "Set ONCEGATE_DATA_DIR to another directory." : "chmod -R go-rwx");
		assertRefused(path, "Other users can write to the data directory");
		mode("0700", path);
		assertThat(secret(path)).isEqualTo(SECRET);
	}

	@Test
	void aFileThatIsNamedByMistakeIsLeftAsItIs() throws IOException {
		Path file = Files.writeString(this.own.resolve("data"), "text");
		mode("0644", file);
		assertRefused(file, "cannot be used");
		assertThat(mode(file)).isEqualTo("0644");
	}

	@ParameterizedTest
	@ValueSource(strings = { "notes.txt", ".ssh/config", "lock notes.txt", "lock/file", "link-secret music/file",
			"redis/dump.rdb", "postgres/PG_VERSION", "postgres/notes.txt lock", "lock.new", "data" })
	void aDirectoryThatIsNamedByMistakeIsLeftAsItIs(String files) throws IOException {
		Path path = Files.createDirectory(this.own.resolve("data"));
		for (String name : files.split(" ")) {
			Path file = path.resolve(name);
			Files.createDirectories(file.getParent());
			mode("0644", Files.writeString(file, "text"));
		}
		List<String> before = all(path);
		assertRefused(path, "which no gateway has made");
		assertThat(all(path)).isEqualTo(before);
	}

	/** Looked at only. */
	@ParameterizedTest
	@ValueSource(strings = { "/", "/etc", "/usr", "src" })
	void aDirectoryOfTheSystemIsNoGateways(String path) throws IOException {
		assertThat(Contents.of(Path.of(path)).foreign()).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "lock notes.txt redis/appendonlydir/file", "api-key postgres/PG_VERSION backup/file",
			"lock", "redis-password", "gateway.log nohup.out stderr gateway.pid",
			"postgres.new/base/1 programs/x lock link-secret123.new" })
	void aDirectoryThatAGatewayHasMadeIsTaken(String files) throws IOException {
		Path path = Files.createDirectory(this.own.resolve("data"));
		for (String name : files.split(" ")) {
			Path file = path.resolve(name);
			Files.createDirectories(file.getParent());
			mode("0644", Files.createFile(file));
		}
		assertThat(secret(path)).isEqualTo(SECRET);
		assertThat(all(path)).allMatch((file) -> file.matches("0[67]00 .*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lost+found", ".snapshot", ".DS_Store" })
	void whatAFreshVolumeHoldsIsNeitherRefusedNorChanged(String name) throws IOException {
		Path path = Files.createDirectory(this.own.resolve("data"));
		Path found = Files.createDirectory(path.resolve(name));
		mode("0755", found);
		mode("0777", path);
		assertThat(secret(path)).isEqualTo(SECRET);
		assertThat(mode(path)).isEqualTo("0700");
		assertThat(mode(found)).isEqualTo("0755");
	}

	@Test
	@ExtendWith(OtherUser.class)
	void whatAFreshVolumeHoldsMayBeOfAnotherUser() throws IOException {
		Path path = Files.createDirectory(this.own.resolve("data"));
		Path found = Files.createDirectory(path.resolve("lost+found"));
		Files.setOwner(found,
				found.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OtherUser.NAME));
		assertThat(secret(path)).isEqualTo(SECRET);
		assertThat(secret(path)).isEqualTo(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "$", "`", "\\", "\n", "\r", "\t" })
	void whatAShellWouldNotTakeAsItIsIsRefusedWhereverItLeads(String sign) throws IOException {
		assertRefused(this.own.resolve("new/a" + sign + "b/data"), "has one of");
		assertThat(this.own).isEmptyDirectory();
		Path odd = Files.createDirectory(this.own.resolve("a" + sign + "b"));
		Path link = Files.createSymbolicLink(this.own.resolve("link"), odd);
		assertRefused(link, "has one of");
		assertRefused(link.resolve("data"), "has one of");
		assertThat(odd).isEmptyDirectory();
		Path plain = Files.createDirectory(this.own.resolve("plain"));
		assertThat(secret(Files.createSymbolicLink(odd.resolve("link"), plain))).isEqualTo(SECRET);
	}

	@Test
	void emptyDirectoryIsClosedWhoeverCouldWriteToIt() throws IOException {
		Path path = Files.createDirectory(this.own.resolve("data"));
		mode("0777", path);
		assertThat(secret(path)).isEqualTo(SECRET);
		assertThat(mode(path)).isEqualTo("0700");
	}

	@Test
	void directoryWithinOneThatAllMayWriteIsRefusedUnlessThatIsSticky() throws IOException {
		Path shared = Files.createDirectory(this.own.resolve("shared"));
		mode("0777", shared);
		assertRefused(shared.resolve("data"), "other users can write to " + real(shared));
		assertRefused(shared.resolve("a/b/data"), "other users can write to " + real(shared));
		assertThat(shared).isEmptyDirectory();
		mode("1777", shared);
		assertThat(secret(shared.resolve("data"))).isEqualTo(SECRET);
	}

	@Test
	void linkOfOnesOwnIsFollowedAndItsWayIsLookedAtToo() throws IOException {
		Path disk = Files.createDirectory(this.own.resolve("disk"));
		Path link = Files.createSymbolicLink(this.own.resolve("link"), Path.of("disk/../disk"));
		assertThat(secret(link.resolve("data"))).isEqualTo(SECRET);
		assertThat(disk.resolve("data/link-secret")).hasContent(SECRET);
		mode("0777", disk);
		assertRefused(link.resolve("data"), "other users can write to " + real(disk));
		Path round = Files.createSymbolicLink(this.own.resolve("round"), Path.of("round"));
		assertRefused(round, "ONCEGATE_DATA_DIR");
	}

	@Test
	@ExtendWith(OtherUser.class)
	void whatAnotherUserPutInItsPlaceIsRefused() throws IOException {
		Path shared = Files.createDirectory(this.own.resolve("shared"));
		mode("1777", shared);
		Path mine = Files.createDirectory(this.own.resolve("mine"));
		OtherUser.runs("cd " + shared + "; mkdir data; chmod 0777 data; ln -s " + mine
				+ " link; mkdir -m 0777 way; mkdir -m 0777 way/data");
		assertRefused(shared.resolve("data"), "belongs to another user");
		assertRefused(shared.resolve("link"), "link owned by another user");
		assertRefused(shared.resolve("link/data"), "link owned by another user");
		assertRefused(shared.resolve("way/data"), "belongs to another user");
		assertThat(List.of(mine, shared.resolve("data"), shared.resolve("way/data")))
			.allSatisfy((directory) -> assertThat(directory).isEmptyDirectory());
	}

	@Test
	@ExtendWith(OtherUser.class)
	void whatAnotherUserOwnsInItIsRefused() throws IOException {
		for (String name : List.of("programs", "postgres/pg_hba.conf", "redis/redis.conf")) {
			Path path = this.own.resolve(name.replace('/', '-'));
			Path file = path.resolve(name);
			Files.createDirectories(file.getParent());
			Files.createFile(file);
			Files.createFile(path.resolve("lock"));
			Files.writeString(Files.createDirectories(path.resolve("postgres")).resolve("PG_VERSION"), "18");
			mode("0755", path, path.resolve("postgres"));
			mode("0644", path.resolve("lock"), path.resolve("postgres/PG_VERSION"));
			Files.setOwner(file,
					file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OtherUser.NAME));
			assertRefused(path, file.toRealPath() + " belongs to another user");
			assertThat(List.of(path, path.resolve("postgres"))).extracting(DataDirectoryTests::mode)
				.containsOnly("0755");
			assertThat(List.of(path.resolve("lock"), path.resolve("postgres/PG_VERSION")))
				.extracting(DataDirectoryTests::mode)
				.containsOnly("0644");
		}
	}

	@Test
	@ExtendWith(OtherUser.class)
	void anotherUserNeitherReadsNorWritesAnything() throws IOException {
		Path path = this.own.resolve("data");
		assertThat(secret(path)).isEqualTo(SECRET);
		assertThat(OtherUser.runs("ls " + this.own)).as("can look where it is").contains("data");
		for (String attempt : Stream
			.of("ls DATA", "cat DATA/link-secret", "cp DATA/link-secret /dev/stdout", "ln DATA/link-secret DATA.link",
					"touch DATA/programs", "mkdir DATA/programs", "ln -s /tmp DATA/programs", "mv DATA DATA.old",
					"chmod 777 DATA")
			.map((command) -> command.replace("DATA", path.toString()))
			.toList()) {
			assertThat(OtherUser.runs(attempt)).as(attempt).matches("(?s).*(Permission denied|not permitted).*");
		}
		assertThat(path).isDirectoryNotContaining((file) -> file.endsWith("programs"));
	}

	@Test
	void whereNobodyElseCanBeTheOtherUserItIsSaidOrFails() {
		assertThat(OtherUser.decide(true, true).isDisabled()).isFalse();
		assertThat(OtherUser.decide(false, false).getReason())
			.hasValueSatisfying((why) -> assertThat(why).contains("root"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> OtherUser.decide(false, true))
			.withMessageContaining("CI=true");
	}

	private static String secret(Path path) throws IOException {
		try (DataDirectory data = new DataDirectory(path)) {
			return data.secret("link-secret", () -> SECRET);
		}
	}

	private static void assertRefused(Path path, String... why) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> new DataDirectory(path).close())
			.satisfies((refusal) -> assertThat(refusal.getMessage()).contains(why)
				.contains("ONCEGATE_DATA_DIR")
				.hasLineCount(1));
	}

	private static Path real(Path path) throws IOException {
		return path.toRealPath();
	}

	/** All files, with their modes. */
	private static List<String> all(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.map((file) -> mode(file) + " " + file).sorted().toList();
		}
	}

	private static void mode(String mode, Path... files) throws IOException {
		for (Path file : files) {
			Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8), LinkOption.NOFOLLOW_LINKS);
		}
	}

	private static String mode(Path file) {
		try {
			return String.format("%04o",
					(Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
