package io.oncegate.booking;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The one statement that makes a booking, and commits by itself.
 * <p>
 * It holds the calendar's row "for share", so that an owner's change of hours, duration
 * or seats waits for it, and names the calendar's version, so that it makes nothing after
 * such a change. Whether a time is past is for the clock of the database to say. The
 * unique indexes of the table decide between statements that run at the same time.
 */
@Component
class Commit {

	private static final String SQL = """
			with of_calendar as (
				select c as calendar from calendar c
				where id = $2 and schedule_version = $4 and deleted_at is null and $5 > now() for share
			), of_link as (
				select id from one_time_link
				where id = $3 and revoked_at is null and (expires_at is null or expires_at > now()) for share
			), free as (
				select free_seat(calendar, $5, $7) as seat from of_calendar
				where $3::uuid is null or exists (select from of_link)
			)
			insert into booking (id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
				invitee_name, invitee_email, invitee_time_zone, notes, idempotency_key, request_digest)
			select $1, $2, $3, $4, $5, $6, $7, seat, $8, $9, $10, $11, $12, $13 from free where seat is not null
			on conflict do nothing
			returning created_at""";

	/** Longer than the database lets a statement run. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration CLOSING = Duration.ofMillis(500);

	private final ConnectionFactory connections;

	Commit(ConnectionFactory connections) {
		this.connections = connections;
	}

	/**
	 * Commits a booking of a time that the calendar offers.
	 * @return the booking, or empty if the database did not make it
	 * @throws OutcomeUnknownException if the database may have made it
	 * @throws TimeoutException if it was not sent before its deadline
	 */
	Mono<Booking> insert(NewBooking booking, Calendar calendar, Slot slot) {
		return Mono.usingWhen(this.connections.create(),
				(connection) -> booking.deadline().hasPassed() ? Mono.error(Commit::tooLate)
						: execute(bind(connection.createStatement(SQL), booking, calendar, slot)).timeout(PATIENCE)
							.onErrorMap((ex) -> !isRefusal(ex), OutcomeUnknownException::new),
				Commit::close, (connection, fault) -> (fault instanceof OutcomeUnknownException) ? discard(connection)
						: close(connection),
				Commit::discard)
			.map((createdAt) -> booked(booking, slot, createdAt));
	}

	private static TimeoutException tooLate() {
		return new TimeoutException("It took too long until the booking could be sent to PostgreSQL");
	}

	private static Mono<Void> close(Connection connection) {
		return Mono.from(connection.close()).onErrorComplete();
	}

	/** Closes the connection itself, so that nobody waits behind what it still does. */
	private static Mono<Void> discard(Connection connection) {
		Connection own = (connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof Connection unpooled)
				? unpooled : connection;
		return Mono.from(own.close()).timeout(CLOSING).onErrorComplete().then(close(connection));
	}

	/**
	 * Waits for the end of the answer, not for its row: the row comes before the commit.
	 */
	private static Mono<Instant> execute(Statement statement) {
		return Flux.from(statement.execute())
			.flatMap((result) -> result.map((row) -> row.get(0, Instant.class)))
			.singleOrEmpty();
	}

	private static Statement bind(Statement statement, NewBooking booking, Calendar calendar, Slot slot) {
		Invitee invitee = booking.request().invitee();
		Idempotency idempotency = booking.request().idempotency();
		return statement.bind("$1", booking.id())
			.bind("$2", booking.calendarId())
			.bind("$3", Parameters.in(PostgresqlObjectId.UUID, booking.linkId()))
			.bind("$4", calendar.version())
			.bind("$5", slot.start())
			.bind("$6", slot.end())
			.bind("$7", slot.end().plus(calendar.schedule().buffer()))
			.bind("$8", invitee.name())
			.bind("$9", invitee.email())
			.bind("$10", Parameters.in(PostgresqlObjectId.VARCHAR, invitee.timeZone()))
			.bind("$11", Parameters.in(PostgresqlObjectId.VARCHAR, invitee.notes()))
			.bind("$12", Parameters.in(PostgresqlObjectId.VARCHAR, (idempotency != null) ? idempotency.key() : null))
			.bind("$13",
					Parameters.in(PostgresqlObjectId.VARCHAR, (idempotency != null) ? idempotency.request() : null));
	}

	private static Booking booked(NewBooking booking, Slot slot, Instant createdAt) {
		return new Booking(booking.id(), booking.calendarId(), booking.linkId(), slot.start(), slot.end(), true,
				booking.request().invitee(), booking.request().idempotency(), createdAt);
	}

	/**
	 * Tells whether the database itself answered that it did not execute the statement. A
	 * lost connection (class 08) and a shutdown (57P) leave that open.
	 */
	private static boolean isRefusal(Throwable ex) {
		return ex instanceof R2dbcException fault && fault.getSqlState() != null
				&& !fault.getSqlState().startsWith("08") && !fault.getSqlState().startsWith("57P")
				&& !fault.getSqlState().equals("40003");
	}

}
