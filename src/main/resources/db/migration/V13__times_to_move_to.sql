-- The most seats that bookings of earlier versions take at any one instant of a range, but for one booking: that which
-- is to be moved, whose own seat counts as free.
create function seats_taken_earlier(calendar uuid, version integer, since timestamptz, until timestamptz, moved uuid)
	returns integer language sql stable
	return (
		with earlier as (
			select greatest(start_at, since) as start_at, busy_until
			from booking
			where calendar_id = calendar and status = 'confirmed' and schedule_version < version and id <> moved
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
