-- Law 9: a one-time link opens one booking and nothing else. What opens a calendar without one is neither its id nor
-- anything else that the holder of a link is given, and is switched on by its owner.
alter table calendar
	-- Stands in the permanent link; renewed, the links before it are dead.
	add column public_id uuid not null default gen_random_uuid() unique,
	-- Whether the scheduling link (by the slug) and the permanent link (by public_id) open it.
	add column scheduling_open boolean not null default false,
	add column permanent_open boolean not null default false,
	-- Since when neither does: later bookings without a one-time link break law 9.
	add column unshared_at timestamptz default now();
-- What was shared by name so far stays so. Permanent links had the calendar's id in them, which holders of one-time
-- links know: they have to be handed out anew.
update calendar set scheduling_open = true, permanent_open = true, unshared_at = null;

drop function commit_bookings(uuid[], uuid[], integer[], uuid[], timestamptz[], text[], text[], text[], text[], text[],
	text[]);

-- Whether a calendar is open to whoever comes by a slug or a public id.
create function opens(of_calendar calendar, way text) returns boolean language sql immutable
	return coalesce(of_calendar.scheduling_open and of_calendar.slug = way
		or of_calendar.permanent_open and of_calendar.public_id::text = way, false);

-- Makes bookings, each by itself: what hinders one does not hinder another.
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
-- A seat is taken in the order of times and seats, so that commits wait for each other in one direction only.
create function commit_bookings(ids uuid[], calendars uuid[], versions integer[], links uuid[],
	starts timestamptz[], names text[], emails text[], zones text[], all_notes text[], keys text[], requests text[],
	ways text[], out made_at timestamptz, out refusals text[])
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
		from unnest(ids, calendars, versions, links, starts, names, emails, zones, all_notes, keys, requests, ways)
			with ordinality as r (id, calendar_id, version, link_id, start_at, name, email, zone, notes, key, request, way,
				n)
		join calendar c on c.id = r.calendar_id and c.schedule_version = r.version and c.deleted_at is null
		where r.calendar_id = any(locked) and r.start_at > now()
			and case when r.link_id is null then opens(c, r.way) else exists (
				select from one_time_link l left join campaign k on k.id = l.campaign_id
				where l.id = r.link_id and l.revoked_at is null and k.revoked_at is null
					and (l.expires_at is null or l.expires_at > now())) end
			and not exists (select from booking given where given.link_id = r.link_id and given.gave_back
				and given.idempotency_key = r.key)
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
			when exists (select from booking where link_id = r.link_id and not gave_back) then 'BOOKED'
			when exists (select from booking where link_id = r.link_id and gave_back
				and idempotency_key = r.key) then 'BOOKED'
			when r.link_id is null and exists (select from booking
				where calendar_id = r.calendar_id and link_id is null and idempotency_key = r.key) then 'BOOKED'
			when not (r.calendar_id = any(coalesce(locked, '{}'))) then 'AGAIN'
			when l.revoked_at is not null or k.revoked_at is not null or (r.link_id is not null and l.id is null)
				then 'LINK_REVOKED'
			when l.expires_at <= now() then 'LINK_EXPIRED'
			when r.link_id is null and not opens(c, r.way) then 'UNSHARED'
			when r.start_at <= now() then 'SLOT_UNAVAILABLE'
			when c.schedule_version <> r.version or c.deleted_at is not null then 'CHANGED'
			when free_seat(c, r.start_at, r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes))
				is not null then 'AGAIN'
			else 'SLOT_TAKEN' end order by r.n) into refusals
		from unnest(ids, calendars, versions, links, starts, keys, ways)
			with ordinality as r (id, calendar_id, version, link_id, start_at, key, way, n)
		left join calendar c on c.id = r.calendar_id
		left join one_time_link l on l.id = r.link_id
		left join campaign k on k.id = l.campaign_id;
	end if;
end
$$;
