package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.oncegate.setting.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nobody but the gateway's role connects to the built-in PostgreSQL. */
class PostgresAccessTests {

	private Path path = Path.of("target");

	private Path rules = Path.of("target");

	private DataDirectory data;

	@BeforeEach
	void makeOne() throws IOException {
		this.path = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "access-")
			.toAbsolutePath();
		this.rules = this.path.resolve("postgres/pg_hba.conf");
		this.data = new DataDirectory(this.path);
	}

	@AfterEach
	void close() throws IOException {
		this.data.close();
	}

	@Test
	void roleOfTheGatewayOwnsTheDatabaseAndIsNoSuperuser() throws IOException, SQLException {
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertClosed(postgres);
		}
	}

	@Test
	void startThatWasBrokenOffIsDoneAgain() throws IOException, SQLException {
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertClosed(postgres);
		}
		// Broken off before the rules were written.
		Files.writeString(this.rules, "host all all 127.0.0.1/32 reject\n");
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertClosed(postgres);
		}
		Files.delete(this.rules);
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertClosed(postgres);
		}
	}

	@Test
	void passwordThatWasLostIsReplaced() throws IOException, SQLException {
		String lost;
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			lost = postgres.password();
		}
		Files.delete(this.path.resolve("postgres-password"));
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertThat(postgres.password()).isNotEqualTo(lost);
			assertClosed(postgres);
			assertRefused(postgres, EmbeddedPostgres.ROLE, lost);
		}
	}

	@Test
	void databaseThatLetsEverybodyInIsOfAnEarlierVersionAndLeftAlone() throws IOException {
		new EmbeddedPostgres(this.data).close();
		String trusting = "local all all trust\nhost    all             all             127.0.0.1/32            trust\n";
		Files.writeString(this.rules, trusting);
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> new EmbeddedPostgres(this.data).close())
			.withMessageContaining("before the first release")
			.withMessageContaining(this.path.toString())
			.withMessageContaining("ONCEGATE_DATA_DIR");
		assertThat(this.rules).hasContent(trusting);
	}

	private static void assertClosed(EmbeddedPostgres postgres) throws SQLException {
		try (Connection connection = connect(postgres, EmbeddedPostgres.ROLE, postgres.password())) {
			assertThat(query(connection, """
					select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
					from pg_roles where rolname = current_user""")).isEqualTo("f");
			assertThat(query(connection, """
					select pg_get_userbyid(datdba) from pg_database where datname = current_database()"""))
				.isEqualTo("oncegate");
			assertThat(query(connection, "select pg_has_role('pg_monitor', 'usage')")).isEqualTo("t");
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> query(connection, "copy (select 1) to program 'id'"))
				.withMessageContaining("permission denied");
		}
		assertRefused(postgres, PostgresAccess.SUPERUSER, "");
		assertRefused(postgres, PostgresAccess.SUPERUSER, postgres.password());
		assertRefused(postgres, EmbeddedPostgres.ROLE, "wrong");
	}

	private static void assertRefused(EmbeddedPostgres postgres, String role, String password) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(postgres, role, password).close())
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).startsWith("28"));
	}

	private static Connection connect(EmbeddedPostgres postgres, String role, String password) throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + EmbeddedPostgres.DATABASE, role, password);
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
