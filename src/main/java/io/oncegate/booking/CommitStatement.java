package io.oncegate.booking;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The call of {@code commit_bookings} for bookings of one owner, with an array for each
 * column.
 */
final class CommitStatement {

	private static final String SQL = "select * from commit_bookings($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

	private final Statement statement;

	private final List<CommitRow> rows;

	private final Care care;

	CommitStatement(Connection connection, List<CommitRow> rows, Care care) {
		this.statement = connection.createStatement(SQL);
		this.rows = rows;
		this.care = care;
		this.statement.bind("$1", rows.get(0).ownerId());
		bind("$2", UUID[]::new, (row) -> row.booking().id());
		bind("$3", UUID[]::new, (row) -> row.booking().calendarId());
		bind("$4", Integer[]::new, (row) -> row.calendar().version());
		bind("$5", UUID[]::new, (row) -> row.booking().linkId());
		bind("$6", Long[]::new, (row) -> row.slot().start().getEpochSecond());
		bind("$7", String[]::new, (row) -> row.booking().request().invitee().name());
		bind("$8", String[]::new, (row) -> row.booking().request().invitee().email());
		bind("$9", String[]::new, (row) -> row.booking().request().invitee().timeZone());
		bind("$10", String[]::new, (row) -> row.booking().request().invitee().notes());
		bind("$11", String[]::new, (row) -> key(row.booking().request().idempotency()));
		bind("$12", String[]::new, (row) -> request(row.booking().request().idempotency()));
		bind("$13", String[]::new, (row) -> row.booking().way());
		this.statement.bind("$14", care.isTaken());
	}

	/** An array of nulls need not be written or read. */
	@SuppressWarnings("NullAway") // a column may have nulls
	private <T> void bind(String parameter, IntFunction<T[]> array, Function<CommitRow, @Nullable T> value) {
		T[] column = array.apply(this.rows.size());
		boolean empty = true;
		for (int n = 0; n < column.length; n++) {
			column[n] = value.apply(this.rows.get(n));
			empty &= column[n] == null;
		}
		if (empty) {
			this.statement.bindNull(parameter, column.getClass());
		}
		else {
			this.statement.bind(parameter, column);
		}
	}

	private static @Nullable String key(@Nullable Idempotency idempotency) {
		return (idempotency != null) ? idempotency.key() : null;
	}

	private static @Nullable String request(@Nullable Idempotency idempotency) {
		return (idempotency != null) ? idempotency.request() : null;
	}

	/**
	 * Runs it, and returns the outcome of each row, in order. Waits for the end of the
	 * result, not for its row: the row arrives before the commit.
	 */
	Mono<List<RowOutcome>> execute() {
		return Flux.from(this.statement.execute()).flatMap((result) -> result.map(this::outcomes)).single();
	}

	private List<RowOutcome> outcomes(Readable answer) {
		if (Boolean.TRUE.equals(answer.get("fell_back", Boolean.class))) {
			this.care.take();
		}
		RowOutcome committed = RowOutcome.committed(answer.get("made_at", Instant.class));
		@Nullable String[] refusals = answer.get("refusals", String[].class);
		return (refusals == null) ? Collections.nCopies(this.rows.size(), committed)
				: Arrays.stream(refusals)
					.map((refusal) -> (refusal != null) ? RowOutcome.refused(refusal) : committed)
					.toList();
	}

}
