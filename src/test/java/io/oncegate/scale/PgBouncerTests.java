package io.oncegate.scale;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.oncegate.support.Slow;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/** All versions of PgBouncer that are installed serve the drivers of the gateway. */
@Slow
@EnabledIfSystemProperty(named = "scale", matches = "long")
@ExtendWith(ProgramsAreThere.class)
class PgBouncerTests {

	private static final int CONNECTIONS = 4;

	private static final int STATEMENTS = 50;

	@Test
	void statementsOfManyConnectionsShareFew(@TempDir Path directory) throws Exception {
		try (PostgresGroup group = new PostgresGroup(directory, 0, 0)) {
			for (Path programs : Installed.PGBOUNCER.all()) {
				try (PgBouncer bouncer = new PgBouncer(directory.resolve("pgbouncer"), programs, group.server(0))) {
					check(bouncer);
					bouncer.restart();
					check(bouncer);
				}
			}
		}
	}

	private static void check(PgBouncer bouncer) {
		ConnectionFactory connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(bouncer.address())
			.mutate()
			.option(ConnectionFactoryOptions.USER, PostgresGroup.ROLE)
			.option(ConnectionFactoryOptions.PASSWORD, PostgresGroup.PASSWORD)
			.option(ConnectionFactoryOptions.STATEMENT_TIMEOUT, Duration.ofSeconds(3))
			.build());
		List<List<String>> found = Flux.range(0, CONNECTIONS)
			.flatMap((number) -> Flux
				.usingWhen(connections.create(), (connection) -> ask(connection, number), Connection::close)
				.collectList())
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(found).as("what PgBouncer " + bouncer.version() + " answers")
			.hasSize(CONNECTIONS)
			.allSatisfy((answers) -> assertThat(answers).hasSize(STATEMENTS + 1).endsWith("3s"));
	}

	/** No two connections prepare the same statements in the same order. */
	private static Flux<String> ask(Connection connection, int number) {
		return Flux.range(0, STATEMENTS)
			.concatMap((n) -> Flux
				.from(connection.createStatement("select $1 || ' is " + (n + number) % STATEMENTS + "'")
					.bind(0, String.valueOf((n + number) % STATEMENTS))
					.execute())
				.flatMap((result) -> result.map((row, metadata) -> String.valueOf(row.get(0)))))
			.doOnNext((answer) -> assertThat(answer).matches("(\\d+) is \\1"))
			.concatWith(Flux.from(connection.createStatement("show statement_timeout").execute())
				.flatMap((result) -> result.map((row, metadata) -> String.valueOf(row.get(0)))));
	}

}
