-- seats_offered(of_calendar, since, until): how many seats a time of a calendar's present version has, less those that
-- bookings of earlier versions still take of it. At least 0.
--
-- Needs no lock (see seats_taken_earlier): the number only rises while the calendar has this version.

-- Flyway creates functions in the order of their names, so one that this calls may come later.
set local check_function_bodies = off;

create or replace function seats_offered(of_calendar calendar, since timestamptz, until timestamptz) returns integer
language sql stable
as $$
	select case
		when of_calendar.earlier_until > since then
			greatest(of_calendar.seats_per_slot
				- seats_taken_earlier(of_calendar.id, of_calendar.schedule_version, since, until), 0)
		else of_calendar.seats_per_slot
	end
$$;
