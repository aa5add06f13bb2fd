package io.oncegate.web;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Needed;
import io.oncegate.web.http.PublicUrl;
import jakarta.annotation.Nonnull;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others make of the description of the API: a parser, and a generator of clients,
 * whose clients book. Their many libraries are kept apart from those of the gateway.
 */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedClientTests {

	/** Holds swagger-parser, too, and what the client in Java needs. */
	private static final Path GENERATOR = Path.of("target/openapi-generator/openapi-generator-cli.jar");

	private static final Path PROGRAMS = Path.of("src/test/resources/clients");

	private static final String CONFIGURATION = """
			{"generatorName": "%s", "inputSpec": "%s", "outputDir": "%s", "additionalProperties": %s}""";

	@TempDir
	private static Path directory;

	@Autowired
	private PublicUrl publicUrl;

	@LocalServerPort
	private int port;

	@BeforeAll
	void generate() throws IOException, InterruptedException {
		Files.writeString(directory.resolve("openapi.json"), document());
		Path java = configure("java", "java",
				"{\"library\": \"native\", \"openApiNullable\": false, \"useJakartaEe\": true}");
		Path typeScript = configure("typescript-fetch", "typescript/client", "{}");
		run(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-jar",
				GENERATOR.toAbsolutePath().toString(), "batch", "--fail-fast", java.toString(), typeScript.toString());
	}

	private String document() {
		return Client.of(this.port, this.publicUrl).get("/api/openapi.json").is(200).body();
	}

	private Path configure(String generator, String output, String more) throws IOException {
		return Files.writeString(directory.resolve(generator + ".json"),
				CONFIGURATION.formatted(generator, directory.resolve("openapi.json"), directory.resolve(output), more));
	}

	/** Runs a program to its end. */
	private String run(String... command) throws IOException, InterruptedException {
		Path output = directory.resolve("output.txt");
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.exitValue()).as(Files.readString(output)).isZero();
		return Files.readString(output).strip();
	}

	@Test
	void anotherParserFindsNoFault() throws IOException, ReflectiveOperationException {
		try (URLClassLoader libraries = libraries(GENERATOR)) {
			Class<?> parser = libraries.loadClass("io.swagger.v3.parser.OpenAPIV3Parser");
			Object result = parser.getMethod("readContents", String.class)
				.invoke(parser.getConstructor().newInstance(), document());
			assertThat(result.getClass().getMethod("getMessages").invoke(result)).isEqualTo(List.of());
			assertThat(result.getClass().getMethod("getOpenAPI").invoke(result)).isNotNull();
		}
	}

	@Test
	void theClientInJavaBooks() throws IOException, ReflectiveOperationException {
		Path classes = Files.createDirectory(directory.resolve("classes"));
		String libraries = GENERATOR + File.pathSeparator
				+ Path.of(Nonnull.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		List<String> arguments = new ArrayList<>(
				List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", libraries));
		arguments.add(PROGRAMS.resolve("Book.java").toString());
		try (Stream<Path> sources = Files.walk(directory.resolve("java/src/main/java"))) {
			sources.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
		try (URLClassLoader program = libraries(GENERATOR, classes)) {
			assertIsBooked((String) program.loadClass("Book")
				.getMethod("book", String.class, String.class)
				.invoke(null, gateway(), GatewayTest.API_KEY));
		}
	}

	@Test
	@ExtendWith(TypeScriptIsThere.class)
	void theClientInTypeScriptBooks() throws IOException, InterruptedException {
		Path sources = directory.resolve("typescript");
		for (String file : List.of("book.ts", "tsconfig.json")) {
			Files.copy(PROGRAMS.resolve(file), sources.resolve(file));
		}
		String node = TypeScriptIsThere.node().orElseThrow().toString();
		run(node, TypeScriptIsThere.COMPILER.toAbsolutePath().toString(), "--project", sources.toString());
		assertIsBooked(run(node, sources.resolve("compiled/book.js").toString(), gateway(), GatewayTest.API_KEY));
	}

	private String gateway() {
		return "http://localhost:" + this.port;
	}

	private static URLClassLoader libraries(Path... paths) throws IOException {
		List<URL> addresses = new ArrayList<>();
		for (Path path : paths) {
			addresses.add(path.toUri().toURL());
		}
		return new URLClassLoader(addresses.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	/** Checks that there is the one booking that was made. */
	private void assertIsBooked(String calendarAndBooking) {
		String[] ids = calendarAndBooking.split(" ");
		assertThat(Client.of(this.port, this.publicUrl)
			.asOwner()
			.get("/api/v1/calendars/" + ids[0] + "/bookings")
			.is(200)
			.ids()).containsExactly(ids[1]);
	}

	/**
	 * Skips the test where there is no compiler of TypeScript; with {@code CI=true} it
	 * fails it.
	 */
	static class TypeScriptIsThere implements ExecutionCondition {

		static final Path COMPILER = Path.of("target/typescript/lib/tsc.js");

		private static final Needed NEEDED = new Needed("The client in TypeScript is not tried.",
				"There is no node, or no " + COMPILER + ": .ci/run says how to fetch it by npm.");

		static Optional<Path> node() {
			return Needed.program(Needed.path(), List.of("node", "node.exe"));
		}

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return NEEDED.decide(Files.exists(COMPILER) && node().isPresent(), context);
		}

	}

}
