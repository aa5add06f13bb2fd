-- seats_taken_earlier(owner, calendar, version, since, until, except_booking): the most seats that confirmed
-- bookings made before a version of a calendar's schedule take at any one instant of a range.
--
-- except_booking  a booking that does not count, as it is to be rescheduled
--
-- Needs no lock, as the number only falls: a commit names the present version, so bookings of earlier versions only
-- become fewer.
create or replace function seats_taken_earlier(owner uuid, calendar uuid, version integer, since timestamptz, until timestamptz,
	except_booking uuid default null) returns integer
language sql stable
return (
	with earlier as (
		select greatest(start_at, since) as start_at, busy_until
		from booking
		where owner_id = owner and calendar_id = calendar and status = 'confirmed' and schedule_version < version
			and id is distinct from except_booking
			-- The longest duration is a day, and the longest buffer 12 hours.
			and start_at > since - interval '36 hours' and start_at < until and busy_until > since
	), step as (
		select start_at as at, 1 as change from earlier
		union all
		select busy_until, -1 from earlier
	), level as (
		-- A booking that ends makes room before one that begins at the same instant.
		select sum(change) over (order by at, change rows unbounded preceding) as seats from step
	)
	select coalesce(max(seats), 0)::integer from level
);
