package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** When a store has ended. */
class StoreProcessTests {

	/** As in a container whose first process is the gateway. */
	@Test
	void hasEndedAlsoIfItsParentTakesNoNotice(@TempDir Path directory) throws IOException {
		Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
		try {
			String pid = parent.inputReader().readLine();
			ProcessHandle store = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
			StoreProcess.end(Files.writeString(directory.resolve("pid"), pid), "");
			assertThat(store.isAlive()).as("still listed").isTrue();
			assertThat(store.info().command()).isEmpty();
		}
		finally {
			parent.destroy();
		}
	}

}
