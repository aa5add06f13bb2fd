package io.oncegate.booking;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import io.oncegate.booking.Cancellation.By;
import io.oncegate.booking.CommitOutcome.Committed;
import io.oncegate.calendar.Calendar;
import io.oncegate.calendar.Slot;
import io.oncegate.telemetry.Meters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The {@link Bookings} of the table {@code booking}. */
@Component
class R2dbcBookings implements Bookings {

	private final DatabaseClient database;

	private final Committer committer;

	private final Changes changes;

	private final BookingLists lists;

	private final FreeTimes free;

	private final RecentTimes recent;

	private final AuditedBookings audited;

	R2dbcBookings(DatabaseClient database, Committer committer, Changes changes, Clock clock, Meters meters) {
		this.database = database;
		this.committer = committer;
		this.changes = changes;
		this.lists = new BookingLists(database);
		this.free = new FreeTimes(database);
		this.recent = new RecentTimes(this.free::now, clock, Ticker.systemTicker());
		this.audited = new AuditedBookings(database);
		meters.cache("times", this.recent.cache());
	}

	@Override
	public Mono<CommitOutcome> commit(NewBooking booking) {
		return this.committer.commit(booking).doOnNext((outcome) -> {
			if (outcome instanceof Committed committed) {
				this.recent.drop(committed.calendar());
			}
		});
	}

	@Override
	public Mono<Booking> cancel(Booking booking, By by, @Nullable String message) {
		return this.changes.cancel(booking, by, message).then(find(booking.ownerId(), booking.id()));
	}

	@Override
	public Mono<Boolean> isGivenBack(UUID ownerId, UUID linkId) {
		return this.database.sql("select is_given_back(:owner, :link, 'invitee')")
			.bind("owner", ownerId)
			.bind("link", linkId)
			.mapValue(Boolean.class)
			.one();
	}

	@Override
	public Mono<RescheduleOutcome> reschedule(Booking booking, Instant start) {
		return this.changes.reschedule(booking, start);
	}

	@Override
	public boolean areFull() {
		return this.committer.isFull();
	}

	@Override
	public Mono<Booking> find(UUID id) {
		return this.database.sql("select * from booking where id = :id").bind("id", id).map(BookingRow::read).one();
	}

	@Override
	public Mono<Booking> find(UUID ownerId, UUID id) {
		return this.database.sql("select * from booking where owner_id = :owner and id = :id")
			.bind("owner", ownerId)
			.bind("id", id)
			.map(BookingRow::read)
			.one();
	}

	@Override
	public Mono<Booking> findByLink(UUID linkId) {
		return this.database.sql("select * from booking where link_id = :link and not gave_back")
			.bind("link", linkId)
			.map(BookingRow::read)
			.one();
	}

	@Override
	public Flux<FreeSlot> free(Calendar calendar, List<Slot> slots) {
		return this.free.now(calendar, slots);
	}

	@Override
	public Flux<FreeSlot> freeToReschedule(Booking booking, Calendar calendar, List<Slot> slots) {
		return this.free.without(booking.id(), calendar, slots);
	}

	@Override
	public Flux<FreeSlot> freeAfterChange(Calendar changed, List<Slot> slots) {
		return this.free.afterChange(changed, slots);
	}

	@Override
	public Mono<List<FreeSlot>> recentlyFree(Calendar calendar, LocalDate from) {
		return this.recent.since(calendar, from);
	}

	@Override
	public Flux<Booking> list(UUID ownerId, @Nullable UUID calendarId, @Nullable Instant from, @Nullable Instant to,
			@Nullable Position after, int limit) {
		return this.lists.forwards(ownerId, calendarId, from, to, after, limit);
	}

	@Override
	public Flux<Booking> listBackwards(UUID ownerId, @Nullable UUID calendarId, Instant to, @Nullable Position after,
			int limit) {
		return this.lists.backwards(ownerId, calendarId, to, after, limit);
	}

	@Override
	public Flux<Made> recent(@Nullable Made after, int limit) {
		return this.audited.recent(after, limit);
	}

	@Override
	public Flux<UUID> bookedTwice(UUID ownerId, Collection<UUID> linkIds) {
		return this.audited.bookedTwice(ownerId, linkIds);
	}

	@Override
	public Flux<UUID> unopened(UUID ownerId, Collection<UUID> ids) {
		return this.audited.unopened(ownerId, ids);
	}

	@Override
	public Flux<UUID> overbooked(UUID ownerId, Collection<UUID> ids) {
		return this.audited.overbooked(ownerId, ids);
	}

}
