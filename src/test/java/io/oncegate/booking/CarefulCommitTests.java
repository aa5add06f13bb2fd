package io.oncegate.booking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.oncegate.booking.RowOutcome.Kind;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Calendars;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static io.oncegate.booking.Wanted.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A batch that is committed at once, and one that is committed carefully, come to the
 * same.
 */
@GatewayTest
class CarefulCommitTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private Owners owners;

	@Autowired
	private Calendars calendars;

	@Autowired
	private ConnectionFactory connections;

	@Autowired
	private DatabaseClient database;

	private final Care care = new Care(() -> 0);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatNothingHindersIsMade(boolean careful) {
		Calendar one = this.owners.calendar(30, 2);
		Calendar two = this.owners.calendar(30, 2);
		List<CommitRow> rows = List.of(row(one, link(one), 1), row(two, link(two), 1), row(one, null, 1),
				row(one, link(one), 2));
		assertThat(commit(careful, rows)).containsOnly(Kind.COMMITTED);
		assertThat(this.care.isTaken()).isFalse();
		assertThat(seats(one)).containsExactly(1, 2, 1);
		assertThat(seats(two)).containsExactly(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachRowLearnsWhatBecameOfItself(boolean careful) {
		Calendar calendar = this.owners.calendar(30, 1);
		Calendar changed = this.owners.calendar(30, 1);
		UUID spent = link(calendar);
		UUID revoked = link(calendar);
		UUID expired = link(calendar);
		commit(true, List.of(row(calendar, spent, 1)));
		execute("update one_time_link set revoked_at = now() where id = '%s'".formatted(revoked));
		execute("update one_time_link set expires_at = now() where id = '%s'".formatted(expired));
		execute("update calendar set schedule_version = 2 where id = '%s'".formatted(changed.id()));
		Instant past = Owners.time(calendar, 1).minus(Duration.ofDays(400));
		assertThat(commit(careful,
				List.of(row(calendar, link(calendar), 2), row(calendar, spent, 3), row(calendar, revoked, 3),
						row(calendar, expired, 3), row(calendar, null, 1), row(calendar, link(calendar), 2),
						row(changed, link(changed), 1), row(calendar, link(calendar), past))))
			.containsExactly(Kind.COMMITTED, Kind.BOOKED, Kind.LINK_REVOKED, Kind.LINK_EXPIRED, Kind.SLOT_TAKEN,
					Kind.SLOT_TAKEN, Kind.CHANGED, Kind.SLOT_UNAVAILABLE);
		assertThat(this.care.isTaken()).isEqualTo(!careful);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theSameLinkTwiceInABatchIsBookedOnce(boolean careful) {
		Calendar calendar = this.owners.calendar(30, 10);
		UUID link = link(calendar);
		assertThat(commit(careful, List.of(row(calendar, link, 1), row(calendar, link, 2), row(calendar, null, 1))))
			.containsExactly(Kind.COMMITTED, Kind.BOOKED, Kind.COMMITTED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aSeatThatIsFreeAgainIsFound(boolean careful) {
		Calendar calendar = this.owners.calendar(30, 3);
		commit(true, IntStream.range(0, 3).mapToObj((n) -> row(calendar, null, 1)).toList());
		execute("update booking set status = 'cancelled' where calendar_id = '%s' and seat = 2"
			.formatted(calendar.id()));
		assertThat(commit(careful, List.of(row(calendar, null, 1), row(calendar, null, 2))))
			.containsExactly(Kind.COMMITTED, Kind.COMMITTED);
		assertThat(seats(calendar)).containsExactly(1, 2, 3, 1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void seatsThatAnEarlierVersionTakesAreNotSold(boolean careful) {
		Calendar calendar = this.owners.calendar(30, 2);
		commit(true, List.of(row(calendar, null, 1)));
		execute("""
				update calendar set schedule_version = 2,
					earlier_until = (select max(busy_until) from booking where calendar_id = '%1$s')
				where id = '%1$s'""".formatted(calendar.id()));
		Calendar later = this.calendars.find(calendar.id()).blockOptional(PATIENCE).orElseThrow();
		assertThat(commit(careful, List.of(row(later, null, 1), row(later, null, 1), row(later, null, 2))))
			.containsExactly(Kind.COMMITTED, Kind.SLOT_TAKEN, Kind.COMMITTED);
	}

	@Test
	void aBatchThatCannotBeCommittedAtOnceSaysSo() {
		Calendar calendar = this.owners.calendar(30, 1);
		assertThat(commit(false, List.of(row(calendar, null, 1), row(calendar, null, 1))))
			.containsExactly(Kind.COMMITTED, Kind.SLOT_TAKEN);
		assertThat(this.care.isTaken()).isTrue();
	}

	private List<Kind> commit(boolean careful, List<CommitRow> rows) {
		Care taken = new Care(() -> 0);
		if (careful) {
			taken.take();
		}
		return Mono
			.usingWhen(this.connections.create(),
					(connection) -> new CommitStatement(connection, rows, careful ? taken : this.care).execute(),
					(connection) -> connection.close())
			.blockOptional(PATIENCE)
			.orElseThrow()
			.stream()
			.map(RowOutcome::kind)
			.toList();
	}

	private UUID link(Calendar calendar) {
		return this.owners.link(calendar).link().id();
	}

	/** The seats that are taken, in the order of their times. */
	private List<Integer> seats(Calendar calendar) {
		return this.database
			.sql("select seat from booking where calendar_id = :id and status = 'confirmed' order by start_at, seat")
			.bind("id", calendar.id())
			.mapValue(Integer.class)
			.all()
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void execute(String sql) {
		this.database.sql(sql).then().block(PATIENCE);
	}

}
