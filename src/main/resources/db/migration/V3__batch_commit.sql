-- Bookings are committed many at a time, by one function.

-- Calendars and links are never deleted, and the function looks for them, so that a key check for each row,
-- which would also write to the row of each link, finds nothing that is not known.
alter table booking drop constraint booking_calendar_id_fkey, drop constraint booking_link_id_fkey;
alter table one_time_link drop constraint one_time_link_calendar_id_fkey;

-- Law 5: one booking per seat of a time. Ordered so that the highest seat taken is found at once.
create unique index booking_one_per_seat_in_order on booking (calendar_id, start_at, schedule_version, seat)
	where status = 'confirmed';
drop index booking_one_per_seat;
alter index booking_one_per_seat_in_order rename to booking_one_per_seat;

-- The key of the advisory lock of a calendar. A commit holds it shared; whoever changes what a commit relies on,
-- which is the calendar and whether its links are withdrawn, holds it alone.
create function calendar_lock(calendar uuid) returns bigint language sql immutable
	return uuid_hash_extended(calendar, 0);

-- Any free seat of a time, or null. Any one of them, so that commits at the same moment seldom choose the same.
create or replace function free_seat(of_calendar calendar, since timestamptz, until timestamptz)
	returns integer language sql volatile
	return case
		when (select count(*) from booking
				where calendar_id = of_calendar.id and start_at = since
					and schedule_version = of_calendar.schedule_version and status = 'confirmed')
			< seats_offered(of_calendar, since, until)
		then (
			select seat
			from generate_series(1, seats_offered(of_calendar, since, until)) as seat
			where not exists (
				select from booking
				where calendar_id = of_calendar.id and start_at = since and booking.seat = seat.seat
					and schedule_version = of_calendar.schedule_version and status = 'confirmed')
			order by random()
			limit 1
		)
	end;

-- Makes bookings, each by itself: what hinders one does not hinder another.
--
-- Returns when they were made, and null if all of them were; else an array with null for each that was made, and
-- for each other:
--   BOOKED            there is a booking already, with the same link or under the same key
--   SLOT_TAKEN        every seat is taken
--   SLOT_UNAVAILABLE  the time is past, by the clock of the database
--   LINK_EXPIRED, LINK_REVOKED
--   CHANGED           the calendar has another version, or is removed
--   AGAIN             the calendar is being changed, or somebody else got the seat: worth another try
--
-- A seat is taken in the order of times and seats, so that commits wait for each other in one direction only.
create function commit_bookings(ids uuid[], calendars uuid[], versions integer[], links uuid[],
	starts timestamptz[], names text[], emails text[], zones text[], all_notes text[], keys text[], requests text[],
	out made_at timestamptz, out refusals text[])
language plpgsql volatile
-- However little the planner knows of a fresh table.
set enable_seqscan = off
as $$
declare
	locked uuid[];
	made uuid[];
begin
	if current_setting('transaction_isolation') <> 'read committed' then
		-- Each statement below has to see what was committed before the locks were held.
		raise 'bookings are committed in isolation level "read committed" only' using errcode = 'feature_not_supported';
	end if;

	select array_agg(id) into locked from (select distinct unnest(calendars) as id) as calendar
	where pg_try_advisory_xact_lock_shared(calendar_lock(id));

	with request as (
		select r.*, c as calendar,
			r.start_at + make_interval(mins => c.duration_minutes) as end_at,
			r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes) as busy_until,
			row_number() over (partition by r.calendar_id, r.start_at order by r.n) + coalesce((
				select max(seat) from booking
				where booking.calendar_id = r.calendar_id and booking.start_at = r.start_at
					and schedule_version = r.version and status = 'confirmed'), 0) as next_seat
		from unnest(ids, calendars, versions, links, starts, names, emails, zones, all_notes, keys, requests)
			with ordinality as r (id, calendar_id, version, link_id, start_at, name, email, zone, notes, key, request, n)
		join calendar c on c.id = r.calendar_id and c.schedule_version = r.version and c.deleted_at is null
		where r.calendar_id = any(locked) and r.start_at > now() and (r.link_id is null or exists (
			select from one_time_link l
			where l.id = r.link_id and l.revoked_at is null and (l.expires_at is null or l.expires_at > now())))
	), seated as (
		select request.*, case
			when next_seat <= seats_offered(calendar, start_at, busy_until) then next_seat::integer
			else free_seat(calendar, start_at, busy_until) end as seat
		from request
	), inserted as (
		insert into booking (id, calendar_id, link_id, schedule_version, start_at, end_at, busy_until, seat,
			invitee_name, invitee_email, invitee_time_zone, notes, idempotency_key, request_digest)
		select id, calendar_id, link_id, version, start_at, end_at, busy_until, seat, name, email, zone, notes, key,
			request
		from seated where seat is not null
		order by calendar_id, start_at, seat
		on conflict do nothing
		returning id
	)
	select coalesce(array_agg(id), '{}') into made from inserted;

	made_at := now();
	if cardinality(made) < cardinality(ids) then
		select array_agg(case
			when r.id = any(made) then null
			when exists (select from booking where link_id = r.link_id and status = 'confirmed') then 'BOOKED'
			when r.link_id is null and exists (select from booking
				where calendar_id = r.calendar_id and link_id is null and idempotency_key = r.key) then 'BOOKED'
			when not (r.calendar_id = any(coalesce(locked, '{}'))) then 'AGAIN'
			when l.revoked_at is not null or (r.link_id is not null and l.id is null) then 'LINK_REVOKED'
			when l.expires_at <= now() then 'LINK_EXPIRED'
			when r.start_at <= now() then 'SLOT_UNAVAILABLE'
			when c.schedule_version <> r.version or c.deleted_at is not null then 'CHANGED'
			when free_seat(c, r.start_at, r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes))
				is not null then 'AGAIN'
			else 'SLOT_TAKEN' end order by r.n) into refusals
		from unnest(ids, calendars, versions, links, starts, keys)
			with ordinality as r (id, calendar_id, version, link_id, start_at, key, n)
		left join calendar c on c.id = r.calendar_id
		left join one_time_link l on l.id = r.link_id;
	end if;
end
$$;
