package yardstick;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import yardstick.Redemptions.Request;

import org.springframework.stereotype.Component;

/** Two writers, each of which inserts whatever queued up while its previous statement ran. */
@Component
class Batches {

	private static final int WRITERS = 2;

	private static final int MOST_ROWS = 128;

	private static final String INSERT = """
			insert into booking (id, token, slot, email, name)
			select * from unnest($1::uuid[], $2::text[], $3::int8[], $4::text[], $5::text[])
			on conflict do nothing returning id""";

	private final Queue<Row> waiting = new ConcurrentLinkedQueue<>();

	private final Queue<Mono<Connection>> writers = new ConcurrentLinkedQueue<>();

	Batches(ConnectionFactory connections) {
		for (int n = 0; n < WRITERS; n++) {
			this.writers.add(Mono.<Connection>from(connections.create()).cache());
		}
	}

	Mono<Boolean> insert(UUID id, Request request) {
		return Mono.create((sink) -> {
			this.waiting.add(new Row(id, request, sink));
			drain();
		});
	}

	private void drain() {
		while (!this.waiting.isEmpty()) {
			Mono<Connection> writer = this.writers.poll();
			if (writer == null) {
				return;
			}
			List<Row> rows = next();
			if (rows.isEmpty()) {
				this.writers.add(writer);
			}
			else {
				write(writer, rows);
			}
		}
	}

	private synchronized List<Row> next() {
		List<Row> rows = new ArrayList<>();
		while (rows.size() < MOST_ROWS && !this.waiting.isEmpty()) {
			rows.add(this.waiting.remove());
		}
		return rows;
	}

	private void write(Mono<Connection> writer, List<Row> rows) {
		writer.flatMap((connection) -> insert(connection, rows)).doFinally((signal) -> {
			this.writers.add(writer);
			drain();
		})
			.subscribe((made) -> rows.forEach((row) -> row.sink().success(made.contains(row.id()))),
					(fault) -> rows.forEach((row) -> row.sink().error(fault)));
	}

	private static Mono<Set<UUID>> insert(Connection connection, List<Row> rows) {
		return Flux
			.from(connection.createStatement(INSERT)
				.bind(0, column(rows, Row::id, new UUID[0]))
				.bind(1, column(rows, (row) -> row.request().token(), new String[0]))
				.bind(2, column(rows, (row) -> row.request().slot(), new Long[0]))
				.bind(3, column(rows, (row) -> row.request().email(), new String[0]))
				.bind(4, column(rows, (row) -> row.request().name(), new String[0]))
				.execute())
			.flatMap((result) -> result.map((row, metadata) -> row.get(0, UUID.class)))
			.collect(HashSet::new, Set::add);
	}

	private static <T> T[] column(List<Row> rows, Function<Row, T> value, T[] type) {
		return rows.stream().map(value).toList().toArray(type);
	}

	private record Row(UUID id, Request request, MonoSink<Boolean> sink) {

	}

}
