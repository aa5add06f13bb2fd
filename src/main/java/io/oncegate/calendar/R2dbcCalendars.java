package io.oncegate.calendar;

import java.util.Collection;
import java.util.UUID;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Ticker;
import io.oncegate.telemetry.Meters;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The {@link Calendars} of the table {@code calendar}. */
@Component
class R2dbcCalendars implements Calendars {

	private static final String INSERT = """
			insert into calendar (id, public_id, owner_id, slug, name, time_zone, duration_minutes, buffer_minutes,
				start_every_minutes, seats_per_slot, minimum_notice_minutes, horizon_days, weekly_hours, date_overrides, contact, location, open,
				keeps_links, embed_origins, scheduling_open, permanent_open, unshared_at, created_at)
			values (:id, :publicId, :owner, :slug, :name, :zone, :duration, :buffer, :startEvery, :seats, :notice, :horizon, :weekly,
				:dates, :contact, :location, :open, :keepsLinks, :embedOrigins, :scheduling, :permanent,
				case when :scheduling or :permanent then null else clock_timestamp() end, :createdAt)""";

	private static final String SELECT = """
			select c.*, o.name as owner_name, o.contact as owner_contact
			from calendar c join owner o on o.id = c.owner_id
			""";

	private static final String FIND_BY_SLUG = SELECT + """
			join calendar_slug s on s.calendar_id = c.id and s.owner_id = c.owner_id
			where s.slug = :slug and c.scheduling_open and c.deleted_at is null""";

	private static final String FIND_BY_PUBLIC_ID = SELECT + """
			where c.public_id = :id and c.permanent_open and c.deleted_at is null""";

	private static final String LIST = SELECT + """
			where c.owner_id = :owner and c.deleted_at is null and (:after::uuid is null
				or (c.created_at, c.id) > (
					select created_at, id from calendar where owner_id = :owner and id = :after))
			order by c.created_at, c.id limit :limit""";

	// Waits for the commits that hold it in shared mode, and makes later ones wait.
	private static final String LOCK = """
			select pg_advisory_xact_lock(calendar_lock(id)) from calendar where owner_id = :owner and id = :id""";

	private static final String FIND_TO_CHANGE = SELECT + """
			where c.id = :id and c.owner_id = :owner and c.deleted_at is null for update of c""";

	private static final String UPDATE = """
			update calendar set slug = :slug, name = :name, time_zone = :zone, duration_minutes = :duration,
				buffer_minutes = :buffer, start_every_minutes = :startEvery, seats_per_slot = :seats, minimum_notice_minutes = :notice,
				horizon_days = :horizon, weekly_hours = :weekly, date_overrides = :dates, contact = :contact,
				location = :location, open = :open, keeps_links = :keepsLinks, embed_origins = :embedOrigins,
				public_id = :publicId, scheduling_open = :scheduling, permanent_open = :permanent,
				unshared_at = case when not (:scheduling or :permanent)
					then coalesce(unshared_at, clock_timestamp()) end,
				schedule_version = :version,
				earlier_until = case when schedule_version = :version then earlier_until else greatest(earlier_until,
					(select max(busy_until) from booking
						where owner_id = :owner and calendar_id = :id and status = 'confirmed')) end
			where owner_id = :owner and id = :id""";

	private static final String REMOVE = """
			update calendar set deleted_at = now() where id = :id and owner_id = :owner and deleted_at is null""";

	private final RecentCalendars recent = new RecentCalendars(this::find,
			(calendar) -> find(calendar.owner().id(), calendar.id()), Ticker.systemTicker());

	private final DatabaseClient database;

	private final TransactionalOperator transaction;

	private final CalendarRow rows;

	private final CalendarSlugs slugs;

	R2dbcCalendars(DatabaseClient database, TransactionalOperator transaction, JsonMapper json, Meters meters) {
		meters.cache("calendars", this.recent.cache());
		this.database = database;
		this.transaction = transaction;
		this.rows = new CalendarRow(json);
		this.slugs = new CalendarSlugs(database);
	}

	@Override
	public Mono<Calendar> add(Calendar calendar) {
		return this.rows.bind(this.database.sql(INSERT), calendar)
			.bind("createdAt", calendar.createdAt())
			.then()
			.then(this.slugs.add(calendar))
			.as(this.transaction::transactional)
			.then(findOwned(calendar.owner().id(), calendar.id()))
			.onErrorResume(DuplicateKeyException.class, (ex) -> Mono.empty());
	}

	@Override
	public Mono<Calendar> find(UUID id) {
		return this.database.sql(SELECT + "where c.id = :id").bind("id", id).map(this.rows::read).one();
	}

	@Override
	public Mono<Calendar> find(UUID ownerId, UUID id) {
		return this.database.sql(SELECT + "where c.owner_id = :owner and c.id = :id")
			.bind("owner", ownerId)
			.bind("id", id)
			.map(this.rows::read)
			.one();
	}

	@Override
	public Flux<Calendar> findAll(UUID ownerId, Collection<UUID> ids) {
		return ids.isEmpty() ? Flux.empty()
				: this.database.sql(SELECT + "where c.owner_id = :owner and c.id = any(:ids)")
					.bind("owner", ownerId)
					.bind("ids", ids.toArray(UUID[]::new))
					.map(this.rows::read)
					.all();
	}

	@Override
	public Mono<Calendar> findRecent(UUID id) {
		return this.recent.find(id);
	}

	@Override
	public void forget(Calendar stale) {
		this.recent.forget(stale);
	}

	@Override
	public Mono<Calendar> findRecentBySlug(String slug) {
		return this.recent.findByWay(slug,
				Mono.defer(() -> this.database.sql(FIND_BY_SLUG).bind("slug", slug).map(this.rows::read).one()));
	}

	@Override
	public Mono<Boolean> isTaken(String slug, @Nullable UUID butFor) {
		return this.slugs.isTaken(slug, butFor);
	}

	@Override
	public Mono<Calendar> findRecentByPublicId(UUID publicId) {
		return this.recent.findByWay(publicId.toString(),
				Mono.defer(() -> this.database.sql(FIND_BY_PUBLIC_ID).bind("id", publicId).map(this.rows::read).one()));
	}

	@Override
	public Mono<Calendar> findOwned(UUID ownerId, UUID id) {
		return find(ownerId, id).filter((calendar) -> !calendar.deleted());
	}

	@Override
	public Flux<Calendar> list(UUID ownerId, @Nullable UUID after, int limit) {
		return this.database.sql(LIST)
			.bind("owner", ownerId)
			.bind("after", Parameters.in(PostgresqlObjectId.UUID, after))
			.bind("limit", limit)
			.map(this.rows::read)
			.all();
	}

	@Override
	public Mono<Calendar> change(UUID ownerId, UUID id, UnaryOperator<Calendar> change) {
		return locked(ownerId, id)
			.then(this.database.sql(FIND_TO_CHANGE).bind("id", id).bind("owner", ownerId).map(this.rows::read).one())
			.flatMap((before) -> update(before, change.apply(before)))
			.as(this.transaction::transactional)
			.doOnTerminate(() -> this.recent.forget(id))
			.flatMap((rows) -> findOwned(ownerId, id))
			.onErrorResume(DuplicateKeyException.class, (ex) -> Mono.empty());
	}

	private Mono<Long> update(Calendar before, Calendar after) {
		Mono<Void> renamed = before.slug().equals(after.slug()) ? Mono.empty() : this.slugs.change(after);
		return renamed.then(this.rows.bind(this.database.sql(UPDATE), after)
			.bind("version", before.offersSameAs(after) ? before.version() : before.version() + 1)
			.fetch()
			.rowsUpdated());
	}

	@Override
	public Mono<Boolean> remove(UUID ownerId, UUID id) {
		return locked(ownerId, id)
			.then(this.database.sql(REMOVE).bind("id", id).bind("owner", ownerId).fetch().rowsUpdated())
			.filter((rows) -> rows == 1)
			.delayUntil((rows) -> this.slugs.remove(id))
			.as(this.transaction::transactional)
			.doOnTerminate(() -> this.recent.forget(id))
			.hasElement();
	}

	private Mono<Void> locked(UUID ownerId, UUID id) {
		return this.database.sql(LOCK).bind("owner", ownerId).bind("id", id).then();
	}

}
