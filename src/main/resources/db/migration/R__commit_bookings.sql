-- commit_bookings(owner, ids, …): makes a batch of bookings of one owner's calendars, each independently of the others.
--
-- Guarantees laws 1, 5 and 9 for each booking that it makes, and that the same request makes one booking only. What
-- cannot be made is refused, and does not affect the others.
--
-- Parameters
--   owner       whose calendars and links they are; others are refused as deleted or revoked
-- and arrays with one element for each booking, or null if it has none for any:
--   ids         of the claims, which become those of the bookings
--   calendars
--   versions    of their schedules, by which the times were found
--   links       null for a scheduling or permanent link
--   starts      in seconds since 1970: PostgreSQL reads a number faster than a date
--   names, emails, zones, all_notes    of the invitees
--   keys, requests                     idempotency keys, and digests of what was requested
--   ways        the slug or public id of a scheduling or permanent link
-- and one for all:
--   careful     whether to skip the attempt to make all of them at once
--
-- Returns
--   made_at     when the bookings were made
--   refusals    null if all of them were; else an array with null for each that was made, and for each other one of
--     BOOKED            there is a booking of this link or of this request already, cancelled or not
--     SLOT_TAKEN        every seat is taken
--     SLOT_UNAVAILABLE  the time is past, by the clock of the database
--     LINK_EXPIRED, LINK_REVOKED
--     UNSHARED          the slug or public id no longer opens the calendar
--     CHANGED           the calendar has another version, or is deleted
--     AGAIN             the calendar is being changed, or somebody else got the seat: worth another try
--   fell_back   whether the attempt to make all at once failed. It will again while many are refused or others want the
--               same seats, and is better skipped for a while.
--
-- Locks each calendar shared until the transaction ends, but does not wait for one that is being changed: such bookings
-- get AGAIN. Seats are taken in the order of time and seat, so that concurrent commits wait for each other in one
-- direction only.
create or replace function commit_bookings(owner uuid, ids uuid[], calendars uuid[], versions integer[], links uuid[],
	starts bigint[], names text[], emails text[], zones text[], all_notes text[], keys text[], requests text[],
	ways text[], careful boolean, out made_at timestamptz, out refusals text[], out fell_back boolean)
language plpgsql volatile
-- However little the planner knows of a fresh table.
set enable_seqscan = off
-- The size of a batch does not change the plan.
set plan_cache_mode = force_generic_plan
as $$
declare
	locked uuid[];
	made uuid[];
	rows integer;
begin
	if current_setting('transaction_isolation') <> 'read committed' then
		-- Each statement below has to see what was committed before the locks were held.
		raise 'bookings are committed in isolation level "read committed" only' using errcode = 'feature_not_supported';
	end if;

	select coalesce(array_agg(id), '{}') into locked from (select distinct unnest(calendars) as id) as calendar
	where pg_try_advisory_xact_lock_shared(calendar_lock(id));

	made_at := now();
	fell_back := false;
	if not careful then
		-- Nearly always all of them can be made. Then a plain insert has less to do than one that looks for conflicts
		-- before each row, as below; if it fails, it has made nothing.
		begin
			insert into booking (id, owner_id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
				invitee_name, invitee_email, invitee_time_zone, notes, idempotency_key, request_digest)
			select id, owner, calendar_id, link_id, version, start_at, end_at, busy_until, next_seat, names[n], emails[n],
				zones[n], all_notes[n], keys[n], requests[n]
			from admissible_bookings(owner, ids, calendars, versions, links, starts, keys, ways, locked)
			where next_seat <= seats
			order by calendar_id, start_at, next_seat;
			get diagnostics rows = row_count;
			if rows = cardinality(ids) then
				return;
			end if;
			raise unique_violation;
		exception when unique_violation then
			fell_back := true;
		end;
	end if;

	with seated as (
		select *, case when next_seat <= seats then next_seat::integer
			-- Somebody may have cancelled, and left a gap.
			else free_seat(owner, calendar_id, version, seats, start_at) end as seat
		from admissible_bookings(owner, ids, calendars, versions, links, starts, keys, ways, locked)
	), inserted as (
		insert into booking (id, owner_id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
			invitee_name, invitee_email, invitee_time_zone, notes, idempotency_key, request_digest)
		select id, owner, calendar_id, link_id, version, start_at, end_at, busy_until, seat, names[n], emails[n], zones[n],
			all_notes[n], keys[n], requests[n]
		from seated where seat is not null
		order by calendar_id, start_at, seat
		on conflict do nothing
		returning id
	)
	select coalesce(array_agg(id), '{}') into made from inserted;

	if cardinality(made) < cardinality(ids) then
		select array_agg(case
			when r.id = any(made) then null
			when exists (select from booking where owner_id = owner and link_id = r.link_id and not gave_back)
				then 'BOOKED'
			when exists (select from booking where owner_id = owner and link_id = r.link_id and gave_back
				and idempotency_key = r.key) then 'BOOKED'
			when r.link_id is null and exists (select from booking
				where owner_id = owner and calendar_id = r.calendar_id and link_id is null
					and idempotency_key = r.key) then 'BOOKED'
			when not (r.calendar_id = any(locked)) then 'AGAIN'
			when l.revoked_at is not null or k.revoked_at is not null or (r.link_id is not null and l.id is null)
				then 'LINK_REVOKED'
			when l.expires_at <= now() then 'LINK_EXPIRED'
			when r.link_id is null and not opens(r.way, c.scheduling_open, c.slug, c.permanent_open, c.public_id)
				then 'UNSHARED'
			when r.start_at <= now() then 'SLOT_UNAVAILABLE'
			when c.id is null or c.schedule_version <> r.version or c.deleted_at is not null then 'CHANGED'
			when free_seat(owner, c.id, r.version, seats_offered(owner, c.id, r.version, c.seats_per_slot, c.earlier_until,
				r.start_at, r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes)), r.start_at)
				is not null then 'AGAIN'
			else 'SLOT_TAKEN' end order by r.n) into refusals
		from (
			select n, id, calendars[n] as calendar_id, versions[n] as version, links[n] as link_id,
				to_timestamp(starts[n]) as start_at, keys[n] as key, ways[n] as way
			from unnest(ids) with ordinality as requested (id, n)
		) as r
		left join calendar c on c.owner_id = owner and c.id = r.calendar_id
		left join one_time_link l on l.owner_id = owner and l.id = r.link_id
		left join campaign k on k.owner_id = owner and k.id = l.campaign_id;
	end if;
end
$$;
