package io.oncegate.scale;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.oncegate.faults.Waiting;
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

/** The group loses its primary and standbys, and gets them back. */
@Slow
@EnabledIfSystemProperty(named = "scale", matches = "long")
@ExtendWith(ProgramsAreThere.class)
class PostgresGroupTests {

	@Test
	void whatAStandbyHasConfirmedIsKept(@TempDir Path directory) throws Exception {
		try (PostgresGroup group = new PostgresGroup(directory, 2, 1)) {
			group.sql("create table kept (n int)");
			group.switchOver(1);
			keep(group, 1);
			group.switchOver(0);
			keep(group, 2);
			group.takeAway(1);
			keep(group, 3);
			group.bringBack(1);
			group.cutOff(1);
			keep(group, 4);
			group.killPrimary();
			group.failOver();
			assertThat(group.primary()).as("the one with all commits").isEqualTo(2);
			keep(group, 5);
			group.bringBack(0);
			group.switchOver(0);
			assertThat(kept(group)).containsExactly(1, 2, 3, 4, 5);
		}
	}

	@Test
	void commitWaitsForStandbys(@TempDir Path directory) throws Exception {
		try (PostgresGroup group = new PostgresGroup(directory, 1, 1)) {
			group.sql("create table kept (n int)");
			group.server(1).process().pause();
			CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> keep(group, 1));
			Waiting.until("it waits",
					() -> group.server(0)
						.ask("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
						.equals("1"));
			assertThat(commit).isNotDone();
			group.server(1).process().resume();
			commit.join();
			group.cutOff(1);
			group.synchronous(0);
			keep(group, 2);
			group.pausePrimary();
			group.promote(1);
			group.bringBack(0);
			assertThat(kept(group)).as("without what only the old primary had").containsExactly(1);
			keep(group, 3);
			group.switchOver(0);
			assertThat(kept(group)).containsExactly(1, 3);
		}
	}

	private static void keep(PostgresGroup group, int number) {
		try {
			group.sql("insert into kept values (" + number + ")");
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	/** By a client that is given all servers. */
	private static List<Integer> kept(PostgresGroup group) {
		ConnectionFactory connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(group.address())
			.mutate()
			.option(ConnectionFactoryOptions.USER, PostgresGroup.ROLE)
			.option(ConnectionFactoryOptions.PASSWORD, PostgresGroup.PASSWORD)
			.build());
		List<Integer> found = Flux
			.usingWhen(connections.create(),
					(connection) -> Flux.from(connection.createStatement("select n from kept order by n").execute())
						.flatMap((result) -> result.map((row, metadata) -> row.get(0, Integer.class))),
					Connection::close)
			.collectList()
			.block(Duration.ofSeconds(30));
		return Objects.requireNonNull(found);
	}

}
