package io.oncegate.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Something that tests need of the machine. Where it is not they are skipped, which is
 * said in one line; with {@code CI=true} they fail.
 *
 * @param skipped says what is skipped
 * @param missing says what is not there, and how to get it
 */
public record Needed(String skipped, String missing) {

	/** Tells whether the tests run here. */
	public ConditionEvaluationResult decide(boolean there, ExtensionContext context) {
		ConditionEvaluationResult result = decide(there, "true".equals(System.getenv("CI")));
		if (result.isDisabled()) {
			context.getRoot().getStore(Namespace.create(Needed.class)).computeIfAbsent(this, Needed::say);
		}
		return result;
	}

	private static Needed say(Needed needed) {
		System.out.println(needed.skipped + " " + needed.missing);
		return needed;
	}

	/**
	 * Tells whether the tests run.
	 * @throws IllegalStateException if they must run and cannot
	 */
	public ConditionEvaluationResult decide(boolean there, boolean ci) {
		if (there) {
			return ConditionEvaluationResult.enabled("It is there");
		}
		if (ci) {
			throw new IllegalStateException(this.missing + " With CI=true nothing is skipped.");
		}
		return ConditionEvaluationResult.disabled(this.missing);
	}

	/** Where programs are on this machine. */
	public static String path() {
		return System.getenv().getOrDefault("PATH", "");
	}

	/**
	 * Finds a program.
	 * @param path directories, like those of the environment variable {@code PATH}
	 * @param names what it may be called
	 */
	public static Optional<Path> program(String path, List<String> names) {
		return Stream.of(path.split(File.pathSeparator))
			.filter((directory) -> !directory.isBlank())
			.flatMap((directory) -> names.stream().map((name) -> Path.of(directory, name)))
			.filter((file) -> Files.isRegularFile(file) && Files.isExecutable(file))
			.findFirst();
	}

}
