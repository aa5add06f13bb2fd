package io.oncegate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.oncegate.support.Slow;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A PostgreSQL as the releases made it in which everybody could connect as the superuser.
 */
@Slow
class OlderDataTests {

	private static final String OLD_RULES = "host all all 127.0.0.1/32 trust\n";

	private Path path = Path.of("target");

	private DataDirectory data;

	@BeforeEach
	void makeOne() throws IOException, SQLException {
		this.path = Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "older-")
			.toAbsolutePath();
		try (io.zonky.test.db.postgres.embedded.EmbeddedPostgres old = io.zonky.test.db.postgres.embedded.EmbeddedPostgres
			.builder()
			.setOverrideWorkingDirectory(Path.of("target/older-programs").toAbsolutePath().toFile())
			.setDataDirectory(this.path.resolve("postgres"))
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.start()) {
			Flyway.configure().dataSource(old.getPostgresDatabase()).target("9").load().migrate();
			try (Connection connection = old.getPostgresDatabase().getConnection()) {
				execute(connection, """
						insert into owner (id, name, api_key_hash) values (gen_random_uuid(), 'Grace Hopper', '')""",
						"create schema more", "create type more.mood as enum ('good')",
						"create type more.pair as (a integer, b integer)", "create domain more.short as varchar(9)",
						"create table more.own (id serial, n bigint generated always as identity, of_mood more.mood)",
						"create sequence more.numbers", "create view more.seen as select * from more.own",
						"create materialized view more.kept as select * from more.own",
						"create aggregate more.total(integer) (sfunc = int4pl, stype = integer)",
						"create procedure more.nothing() language sql as 'select'", "create extension pg_trgm");
			}
		}
		// Each release has made it.
		Files.createFile(this.path.resolve("lock"));
		this.data = new DataDirectory(this.path);
	}

	@AfterEach
	void close() throws IOException {
		this.data.close();
	}

	@Test
	void belongsToTheRoleOfTheGatewayWithAllThatIsInIt() throws IOException, SQLException {
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertTakenOver(postgres);
			Flyway.configure()
				.dataSource(url(postgres), EmbeddedPostgres.ROLE, postgres.password())
				.outOfOrder(true)
				.load()
				.migrate();
		}
	}

	@Test
	void startThatWasBrokenOffIsDoneAgain() throws IOException, SQLException {
		Path rules = this.path.resolve("postgres/pg_hba.conf");
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertTakenOver(postgres);
		}
		// Broken off before the rules were written.
		Files.writeString(rules, OLD_RULES);
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertTakenOver(postgres);
		}
		Files.delete(rules);
		try (EmbeddedPostgres postgres = new EmbeddedPostgres(this.data)) {
			assertTakenOver(postgres);
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
			assertTakenOver(postgres);
			assertRefused(postgres, EmbeddedPostgres.ROLE, lost);
		}
	}

	private static void assertTakenOver(EmbeddedPostgres postgres) throws SQLException {
		try (Connection connection = connect(postgres, EmbeddedPostgres.ROLE, postgres.password())) {
			assertThat(query(connection, "select name from owner")).containsExactly("Grace Hopper");
			assertThat(query(connection, """
					select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
					from pg_roles where rolname = current_user""")).containsExactly("f");
			assertThat(query(connection, """
					select pg_get_userbyid(datdba) from pg_database where datname = current_database()"""))
				.containsExactly("oncegate");
			assertThat(query(connection,
					"""
							select oid::regclass::text from pg_class
							where relowner <> 'oncegate'::regrole and relnamespace in ('public'::regnamespace, 'more'::regnamespace)
							union all
							select oid::regprocedure::text from pg_proc
							where proowner <> 'oncegate'::regrole and pronamespace = 'more'::regnamespace
							union all
							select oid::regprocedure::text from pg_proc
							where proowner <> 'oncegate'::regrole and pronamespace = 'public'::regnamespace
								and oid not in (select objid from pg_depend where deptype = 'e')
							union all
							select oid::regtype::text from pg_type
							where typowner <> 'oncegate'::regrole and typnamespace = 'more'::regnamespace"""))
				.isEmpty();
			assertThat(query(connection, "select pg_has_role('pg_monitor', 'usage')")).containsExactly("t");
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> execute(connection, "copy owner from program 'id'"))
				.withMessageContaining("permission denied");
		}
		assertRefused(postgres, "postgres", "");
		assertRefused(postgres, "postgres", postgres.password());
		assertRefused(postgres, EmbeddedPostgres.ROLE, "wrong");
	}

	private static void assertRefused(EmbeddedPostgres postgres, String role, String password) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(postgres, role, password).close())
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).startsWith("28"));
	}

	private static String url(EmbeddedPostgres postgres) {
		return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + EmbeddedPostgres.DATABASE;
	}

	private static Connection connect(EmbeddedPostgres postgres, String role, String password) throws SQLException {
		return DriverManager.getConnection(url(postgres), role, password);
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static List<String> query(Connection connection, String sql) throws SQLException {
		List<String> found = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				found.add(rows.getString(1));
			}
		}
		return found;
	}

}
