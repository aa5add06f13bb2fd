-- Nearly always a batch goes well: then a plain insert makes all of it, with less work than one that looks for
-- conflicts before each row. When something is in its way it makes nothing, and the careful form takes its place.

-- The function before this, which has one parameter less, stays for gateways of the version before.

-- The bookings asked for that may be made, each with the seat after the highest that is taken, and how many its time has.
-- Those of calendars whose lock is held, from before the statement began that asks.
create function bookings_that_may_be(ids uuid[], calendars uuid[], versions integer[], links uuid[], starts bigint[],
	keys text[], ways text[], locked uuid[])
	returns table (n bigint, id uuid, calendar_id uuid, version integer, link_id uuid, start_at timestamptz,
		end_at timestamptz, busy_until timestamptz, next_seat bigint, seats integer)
language sql stable
as $$
	select r.n, r.id, r.calendar_id, r.version, r.link_id, r.start_at,
		r.start_at + make_interval(mins => c.duration_minutes),
		r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes),
		row_number() over (partition by r.calendar_id, r.start_at order by r.n) + coalesce((
			select seat from booking
			where booking.calendar_id = r.calendar_id and booking.start_at = r.start_at
				and schedule_version = r.version and status = 'confirmed'
			order by seat desc limit 1), 0),
		seats_offered(c, r.start_at, r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes))
	from (
		-- An array is read at a place faster than it is joined to others. "offset 0": each time is made once.
		select n, id, calendars[n] as calendar_id, versions[n] as version, links[n] as link_id,
			to_timestamp(starts[n]) as start_at, keys[n] as key, ways[n] as way
		from unnest(ids) with ordinality as asked (id, n) offset 0
	) as r join calendar c on c.id = r.calendar_id and c.schedule_version = r.version and c.deleted_at is null
	where r.calendar_id = any(locked) and r.start_at > now()
		and case when r.link_id is null then opens(c, r.way) else (
			select l.revoked_at is null and k.revoked_at is null and (l.expires_at is null or l.expires_at > now())
			from one_time_link l left join campaign k on k.id = l.campaign_id
			where l.id = r.link_id) end
		and (r.key is null or (
			select given.id from booking given
			where given.link_id = r.link_id and given.gave_back and given.idempotency_key = r.key limit 1) is null)
$$;

-- Makes bookings, each by itself: what hinders one does not hinder another.
--
-- Times are in seconds since 1970: PostgreSQL reads a number faster than a date.
--
-- Returns when they were made, and null if all of them were; else an array with null for each that was made, and
-- for each other:
--   BOOKED            there is a booking already, with the same link or under the same key, be it cancelled or not
--   SLOT_TAKEN        every seat is taken
--   SLOT_UNAVAILABLE  the time is past, by the clock of the database
--   LINK_EXPIRED, LINK_REVOKED
--   UNSHARED          the slug or public id by which somebody came opens the calendar no longer
--   CHANGED           the calendar has another version, or is removed
--   AGAIN             the calendar is being changed, or somebody else got the seat: worth another try
--
-- Unless it is to be careful, it first tries to make all of them at once, which is in vain while many are refused or
-- others take the same seats: "hindered" says so.
--
-- A seat is taken in the order of times and seats, so that commits wait for each other in one direction only.
create function commit_bookings(ids uuid[], calendars uuid[], versions integer[], links uuid[], starts bigint[],
	names text[], emails text[], zones text[], all_notes text[], keys text[], requests text[], ways text[],
	careful boolean, out made_at timestamptz, out refusals text[], out hindered boolean)
language plpgsql volatile
-- However little the planner knows of a fresh table.
set enable_seqscan = off
-- How many there are changes nothing.
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
	hindered := false;
	if not careful then
		begin
			insert into booking (id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
				invitee_name, invitee_email, invitee_time_zone, notes, idempotency_key, request_digest)
			select id, calendar_id, link_id, version, start_at, end_at, busy_until, next_seat, names[n], emails[n], zones[n],
				all_notes[n], keys[n], requests[n]
			from bookings_that_may_be(ids, calendars, versions, links, starts, keys, ways, locked)
			where next_seat <= seats
			order by calendar_id, start_at, next_seat;
			get diagnostics rows = row_count;
			if rows = cardinality(ids) then
				return;
			end if;
			raise unique_violation;
		exception when unique_violation then
			hindered := true;
		end;
	end if;

	with seated as (
		select *, case when next_seat <= seats then next_seat::integer
			else (select free_seat(c, start_at, busy_until) from calendar c where c.id = calendar_id) end as seat
		from bookings_that_may_be(ids, calendars, versions, links, starts, keys, ways, locked)
	), inserted as (
		insert into booking (id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
			invitee_name, invitee_email, invitee_time_zone, notes, idempotency_key, request_digest)
		select id, calendar_id, link_id, version, start_at, end_at, busy_until, seat, names[n], emails[n], zones[n],
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
			when exists (select from booking where link_id = r.link_id and not gave_back) then 'BOOKED'
			when exists (select from booking where link_id = r.link_id and gave_back
				and idempotency_key = r.key) then 'BOOKED'
			when r.link_id is null and exists (select from booking
				where calendar_id = r.calendar_id and link_id is null and idempotency_key = r.key) then 'BOOKED'
			when not (r.calendar_id = any(locked)) then 'AGAIN'
			when l.revoked_at is not null or k.revoked_at is not null or (r.link_id is not null and l.id is null)
				then 'LINK_REVOKED'
			when l.expires_at <= now() then 'LINK_EXPIRED'
			when r.link_id is null and not opens(c, r.way) then 'UNSHARED'
			when r.start_at <= now() then 'SLOT_UNAVAILABLE'
			when c.schedule_version <> r.version or c.deleted_at is not null then 'CHANGED'
			when free_seat(c, r.start_at, r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes))
				is not null then 'AGAIN'
			else 'SLOT_TAKEN' end order by r.n) into refusals
		from (
			select n, id, calendars[n] as calendar_id, versions[n] as version, links[n] as link_id,
				to_timestamp(starts[n]) as start_at, keys[n] as key, ways[n] as way
			from unnest(ids) with ordinality as asked (id, n)
		) as r
		left join calendar c on c.id = r.calendar_id
		left join one_time_link l on l.id = r.link_id
		left join campaign k on k.id = l.campaign_id;
	end if;
end
$$;
