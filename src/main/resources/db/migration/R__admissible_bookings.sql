-- admissible_bookings(owner, ids, calendars, versions, links, starts, keys, ways, locked): those of the requested bookings
-- whose calendar, link and time allow them. Calendar and link have to be the owner's.
--
-- Called by commit_bookings, with its parameters; PostgreSQL plans it as a part of the statement that reads from it.
-- locked  the calendars whose lock is held since before that statement began; bookings of others are left out
--
-- Returns for each:
--   n          its place in the arrays
--   next_seat  the seat after the highest one taken, counting those before it in this batch
--   seats      how many seats its time has; whether next_seat is one of them is for the caller to see

-- Flyway creates functions in the order of their names, so one that this calls may come later.
set local check_function_bodies = off;

create or replace function admissible_bookings(owner uuid, ids uuid[], calendars uuid[], versions integer[], links uuid[],
	starts bigint[], keys text[], ways text[], locked uuid[])
	returns table (n bigint, id uuid, calendar_id uuid, version integer, link_id uuid, start_at timestamptz,
		end_at timestamptz, busy_until timestamptz, next_seat bigint, seats integer)
language sql stable
as $$
	select r.n, r.id, r.calendar_id, r.version, r.link_id, r.start_at,
		r.start_at + make_interval(mins => c.duration_minutes),
		r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes),
		row_number() over (partition by r.calendar_id, r.start_at order by r.n) + coalesce((
			select seat from booking
			where booking.owner_id = owner and booking.calendar_id = r.calendar_id and booking.start_at = r.start_at
				and schedule_version = r.version and status = 'confirmed'
			order by seat desc limit 1), 0),
		seats_offered(owner, c.id, c.schedule_version, c.seats_per_slot, c.earlier_until, r.start_at,
			r.start_at + make_interval(mins => c.duration_minutes + c.buffer_minutes))
	from (
		-- Reading arrays by place is faster than joining them. "offset 0": each time is computed once.
		select n, id, calendars[n] as calendar_id, versions[n] as version, links[n] as link_id,
			to_timestamp(starts[n]) as start_at, keys[n] as key, ways[n] as way
		from unnest(ids) with ordinality as requested (id, n) offset 0
	) as r join calendar c on c.owner_id = owner and c.id = r.calendar_id and c.schedule_version = r.version
		and c.deleted_at is null
	where r.calendar_id = any(locked) and r.start_at > now()
		and case when r.link_id is null then
			opens(r.way, c.scheduling_open, c.slug, c.permanent_open, c.public_id) else (
			select l.revoked_at is null and k.revoked_at is null and (l.expires_at is null or l.expires_at > now())
			from one_time_link l left join campaign k on k.owner_id = owner and k.id = l.campaign_id
			where l.owner_id = owner and l.id = r.link_id) end
		-- A request that is sent again after its booking was cancelled books nothing.
		and (r.key is null or (
			select given.id from booking given
			where given.owner_id = owner and given.link_id = r.link_id and given.gave_back
				and given.idempotency_key = r.key limit 1) is null)
$$;
