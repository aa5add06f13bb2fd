package io.oncegate.booking;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.oncegate.calendar.Calendar;
import io.oncegate.distribution.EachNamesItsOwner;
import io.oncegate.support.GatewayTest;
import io.oncegate.support.Owners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Cancelled bookings do not stay for ever. */
@GatewayTest
@ExtendWith(EachNamesItsOwner.class)
class PruningTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String INSERT = """
			insert into booking (id, owner_id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat, status,
				gave_back, cancelled_by, invitee_name, invitee_email, created_at)
			select gen_random_uuid(), '%s', '%s', %s, 1, at - interval '30 minutes', at, at, n, '%s', %s, 'invitee', 'Ada',
				'ada@example.com', at
			from generate_series(1, %d) as n, lateral (select now() - interval '%s' as at) as time""";

	@Autowired
	private Owners owners;

	@Autowired
	private Pruning pruning;

	@Autowired
	private DatabaseClient database;

	private Calendar calendar;

	@BeforeEach
	void makeACalendar() {
		this.calendar = this.owners.calendar(30, 1);
		pruneAll();
	}

	@Test
	void cancelledBookingIsDeletedAMonthAfterItsTime() {
		insert(null, "cancelled", false, 1, "31 days");
		insert(this.owners.link(this.calendar).link().id(), "cancelled", true, 1, "31 days");
		assertThat(pruneAll()).isEqualTo(2);
		assertThat(left()).isZero();
	}

	@Test
	void whatIsNotLongPastOrNotCancelledOrHoldsItsLinkStays() {
		insert(null, "cancelled", false, 1, "29 days");
		insert(null, "cancelled", false, 1, "-400 days");
		insert(null, "confirmed", false, 1, "400 days");
		insert(this.owners.link(this.calendar).link().id(), "cancelled", false, 1, "400 days");
		insert(this.owners.link(this.calendar).link().id(), "confirmed", false, 1, "400 days");
		assertThat(pruneAll()).isZero();
		assertThat(left()).isEqualTo(5);
	}

	@Test
	void manyAreDeletedAFewAtATime() {
		insert(null, "cancelled", false, 2 * Pruning.AT_ONCE + 1, "40 days");
		assertThat(List.of(prune(), prune(), prune(), prune())).containsExactly((long) Pruning.AT_ONCE,
				(long) Pruning.AT_ONCE, 1L, 0L);
		assertThat(left()).isZero();
	}

	private long pruneAll() {
		long all = 0;
		for (long some = prune(); some > 0; some = prune()) {
			all += some;
		}
		return all;
	}

	private long prune() {
		return this.pruning.prune().blockOptional(PATIENCE).orElseThrow();
	}

	private long left() {
		return this.database.sql("select count(*) from booking where calendar_id = :calendar /* the test asks */")
			.bind("calendar", this.calendar.id())
			.mapValue(Long.class)
			.one()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void insert(@Nullable UUID link, String status, boolean gaveBack, int many, String ago) {
		this.database
			.sql(INSERT.formatted(this.calendar.owner().id(), this.calendar.id(),
					(link != null) ? "'" + link + "'" : "null", status, gaveBack, many, ago))
			.then()
			.block(PATIENCE);
	}

}
