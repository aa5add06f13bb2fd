-- free_seat(of_calendar, since, until): a free seat of a time of a calendar's present version; null if there is none.
--
-- Any of them, so that concurrent commits seldom choose the same one. It is not reserved: the unique index on seats
-- decides who gets it.

-- Flyway creates functions in the order of their names, so one that this calls may come later.
set local check_function_bodies = off;

create or replace function free_seat(of_calendar calendar, since timestamptz, until timestamptz) returns integer
language sql volatile
as $$
	select case
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
	end
$$;
