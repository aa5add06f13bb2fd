package io.oncegate.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.oncegate.Oncegate;
import io.oncegate.calendar.Calendar;
import io.oncegate.faults.Gateway;
import io.oncegate.support.Client;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.oncegate.support.Slow;
import io.oncegate.web.http.PublicUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A primary and a standby that follows it, and a gateway that knows both. */
@Slow
class PrimaryOfAListTests {

	@Test
	void anEmptyDatabaseIsMigratedOnThePrimaryThoughAStandbyStandsFirst() throws IOException, SQLException {
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "list-")
			.toAbsolutePath();
		Path first = Files.createDirectories(directory.resolve("primary"));
		int port = Gateway.freePort();
		// A copy of what is at rest is one from which a standby can begin.
		server(first, port).close();
		Path second = directory.resolve("standby");
		copy(first, second, port);
		try (EmbeddedPostgres primary = server(first, port);
				EmbeddedPostgres standby = server(second, Gateway.freePort());
				ConfigurableApplicationContext gateway = start(directory, standby.getPort(), primary.getPort())) {
			assertThat(ask(standby, "select pg_is_in_recovery()")).isEqualTo("t");
			assertThat(ask(primary, "select count(*) > 0 from flyway_schema_history")).isEqualTo("t");
			Owners owners = gateway.getBean(Owners.class);
			Calendar calendar = owners.calendar(30, 1);
			Client client = Client.of(gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
					gateway.getBean(PublicUrl.class));
			client
				.post("/api/v1/links/" + owners.link(calendar).token().value() + "/redemptions",
						Client.booking(Owners.time(calendar, 1), "Ada"))
				.is(201);
		}
	}

	private static EmbeddedPostgres server(Path directory, int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			.setServerConfig("listen_addresses", "127.0.0.1")
			.setPort(port)
			.start();
	}

	private static void copy(Path primary, Path standby, int port) throws IOException {
		FileSystemUtils.copyRecursively(primary, standby);
		Files.setPosixFilePermissions(standby, PosixFilePermissions.fromString("rwx------"));
		Files.createFile(standby.resolve("standby.signal"));
		Files.writeString(standby.resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n", StandardOpenOption.APPEND);
	}

	private static ConfigurableApplicationContext start(Path directory, int standby, int primary) {
		return new SpringApplicationBuilder(Oncegate.class, Owners.class).run("--server.port=0",
				"--management.server.port=0", "--oncegate.drain=0s", "--oncegate.data-dir=" + directory.resolve("data"),
				"--oncegate.api-key=" + GatewayTest.API_KEY,
				"--oncegate.link-secret=b25jZWdhdGUtb25jZWdhdGUtb25jZWdhdGUtMTIzNDU=",
				"--spring.r2dbc.username=postgres", "--spring.r2dbc.url=r2dbc:postgresql:failover://127.0.0.1:"
						+ standby + ",127.0.0.1:" + primary + "/postgres");
	}

	private static String ask(EmbeddedPostgres server, String question) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet answer = statement.executeQuery(question)) {
			answer.next();
			return answer.getString(1);
		}
	}

}
