package io.oncegate.scale;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.security.auth.module.UnixSystem;
import io.oncegate.faults.Waiting;

/**
 * A server in a process of its own, which can be killed, stopped, and held.
 * <p>
 * No server outlives this process, unless that is killed.
 */
final class ServerProcess implements AutoCloseable {

	private static final long PATIENCE = 60;

	private static final Set<ServerProcess> STARTED = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(ServerProcess::destroy)));
	}

	private final Process process;

	private ServerProcess(Path log, List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(log.toFile()))
			.start();
		STARTED.add(this);
	}

	/** Starts it, and waits until it is ready. */
	static ServerProcess start(Path log, List<String> command, Callable<Boolean> ready) throws IOException {
		ServerProcess server = new ServerProcess(log, command);
		try {
			Waiting.until("the server is ready; see " + log, () -> {
				if (!server.process.isAlive()) {
					throw new AssertionError("The server did not start; see " + log);
				}
				return ready.call();
			});
		}
		catch (Throwable ex) {
			server.close();
			throw ex;
		}
		return server;
	}

	/**
	 * Makes a command of a program that refuses to run as root: in a user namespace it is
	 * not root, and has all rights to what root has made.
	 */
	static List<String> notAsRoot(List<String> command) {
		if (new UnixSystem().getUid() != 0) {
			return command;
		}
		return Stream.concat(Stream.of("unshare", "--user"), command.stream()).toList();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** Sends a signal to the server alone. */
	void signal(String name) {
		send(name, List.of(this.process.toHandle()));
	}

	/** Sends a signal, and waits for the end. */
	void end(String signal) {
		signal(signal);
		awaitEnd();
	}

	/** SIGTERM, and waits for the end. */
	void stop() {
		end("TERM");
	}

	/** SIGKILL for it and its children, as if the machine had gone. */
	void kill() {
		destroy();
		awaitEnd();
	}

	/**
	 * SIGSTOP for it and its children: the system accepts connections for it, and nobody
	 * answers.
	 */
	void pause() {
		// It starts no more children from now on.
		signal("STOP");
		send("STOP", this.process.descendants().toList());
	}

	/** SIGCONT. */
	void resume() {
		send("CONT", all());
	}

	private List<ProcessHandle> all() {
		return Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants()).toList();
	}

	private static void send(String signal, List<ProcessHandle> processes) {
		List<String> pids = processes.stream()
			.filter(ProcessHandle::isAlive)
			.map((process) -> String.valueOf(process.pid()))
			.toList();
		if (pids.isEmpty()) {
			return;
		}
		List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\"", "sh", signal));
		command.addAll(pids);
		try {
			// It fails for children that have ended by themselves.
			new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(Redirect.DISCARD)
				.start()
				.waitFor(PATIENCE, TimeUnit.SECONDS);
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private void destroy() {
		List<ProcessHandle> all = all();
		all.forEach(ProcessHandle::destroyForcibly);
		// What is killed is listed, without its command, until its parent takes notice.
		Waiting.until("its children are gone",
				() -> all.stream().allMatch((process) -> process.info().command().isEmpty()));
	}

	private void awaitEnd() {
		try {
			if (!this.process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
				throw new AssertionError("The server does not end: " + this.process.info());
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		STARTED.remove(this);
	}

	/** Lets it clean up if it can, at this signal. */
	void close(String signal) {
		if (isAlive()) {
			resume();
			signal(signal);
			try {
				this.process.waitFor(PATIENCE, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}
		close();
	}

	/** Kills it: stopping it is for a test of its own. */
	@Override
	public void close() {
		kill();
	}

}
