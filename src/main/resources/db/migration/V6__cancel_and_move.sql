-- A booking may be cancelled, and its link given back. Whoever cancels holds the calendar's lock alone, so that no
-- commit sees a link that is half given back.

-- Makes bookings, each by itself: what hinders one does not hinder another.
--
-- Returns when they were made, and null if all of them were; else an array with null for each that was made, and
-- for each other:
--   BOOKED            there is a booking already, with the same link or under the same key, be it cancelled or not
--   SLOT_TAKEN        every seat is taken
--   SLOT_UNAVAILABLE  the time is past, by the clock of the database
--   LINK_EXPIRED, LINK_REVOKED
--   CHANGED           the calendar has another version, or is removed
--   AGAIN             the calendar is being changed, or somebody else got the seat: worth another try
--
-- A seat is taken in the order of times and seats, so that commits wait for each other in one direction only.
create or replace function commit_bookings(ids uuid[], calendars uuid[], versions integer[], links uuid[],
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

-- Cancels a booking that has not begun, and gives its link back, unless the calendar keeps it or it is expired or
-- withdrawn. Returns the booking as it is then.
create function cancel_booking(cancelled uuid, by_whom text, said text) returns setof booking
language plpgsql volatile
as $$
begin
	perform pg_advisory_xact_lock(calendar_lock(calendar_id)) from booking where id = cancelled;
	update booking b set status = 'cancelled', cancelled_by = by_whom, cancel_message = said, sequence = sequence + 1,
		changed_at = now(), gave_back = not c.keeps_links and exists (
			select from one_time_link l where l.id = b.link_id and l.revoked_at is null and c.deleted_at is null
				and (l.expires_at is null or l.expires_at > now()))
	from calendar c
	where b.id = cancelled and c.id = b.calendar_id and b.status = 'confirmed' and b.start_at > now();
	return query select * from booking where id = cancelled;
end
$$;

-- Moves a booking to a time of the calendar's present version. Its identity and its link stay. The time that it has
-- counts as free, so that it may move to one that overlaps it.
--
-- Returns what came of it:
--   MOVED             it has the new time, now or already
--   CANCELLED         there is nothing to move
--   BEGUN             its present time is past, by the clock of the database
--   SLOT_UNAVAILABLE  the new time is
--   SLOT_TAKEN        every seat of the new time is taken
--   CHANGED           the calendar has another version, or is removed
--   AGAIN             somebody else got the seat: worth another try
create function move_booking(moved uuid, version integer, new_start timestamptz) returns text
language plpgsql volatile
as $$
declare
	present booking;
	shared calendar;
	new_end timestamptz;
	new_busy_until timestamptz;
	chosen integer;
begin
	perform pg_advisory_xact_lock_shared(calendar_lock(calendar_id)) from booking where id = moved;
	select * into present from booking where id = moved for update;
	select * into shared from calendar where id = present.calendar_id;
	if present.status = 'cancelled' then
		return 'CANCELLED';
	elsif present.start_at = new_start then
		return 'MOVED';
	elsif present.start_at <= now() then
		return 'BEGUN';
	elsif new_start <= now() then
		return 'SLOT_UNAVAILABLE';
	elsif shared.schedule_version <> version or shared.deleted_at is not null then
		return 'CHANGED';
	end if;

	new_end := new_start + make_interval(mins => shared.duration_minutes);
	new_busy_until := new_end + make_interval(mins => shared.buffer_minutes);
	update booking set status = 'cancelled' where id = moved;
	chosen := free_seat(shared, new_start, new_busy_until);
	if chosen is null then
		update booking set status = 'confirmed' where id = moved;
		return 'SLOT_TAKEN';
	end if;
	update booking set status = 'confirmed', schedule_version = version, start_at = new_start, end_at = new_end,
		busy_until = new_busy_until, seat = chosen, sequence = sequence + 1, changed_at = now()
	where id = moved;
	return 'MOVED';
exception
	when unique_violation or deadlock_detected then
		return 'AGAIN';
end
$$;
