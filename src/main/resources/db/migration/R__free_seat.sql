-- free_seat(owner, calendar, version, seats, since): a free one of so many seats of a time of a version of a
-- calendar; null if there is none.
--
-- Any of them, so that concurrent commits seldom choose the same one. It is not reserved: the unique index on seats
-- decides who gets it.

create or replace function free_seat(owner uuid, calendar uuid, version integer, seats integer, since timestamptz)
	returns integer
language sql volatile
as $$
	select case
		when (select count(*) from booking
				where owner_id = owner and calendar_id = calendar and start_at = since and schedule_version = version
					and status = 'confirmed') < seats
		then (
			select n
			from generate_series(1, seats) as n
			where not exists (
				select from booking
				where owner_id = owner and calendar_id = calendar and start_at = since and seat = n
					and schedule_version = version and status = 'confirmed')
			order by random()
			limit 1
		)
	end
$$;
