-- seats_offered(owner, calendar, version, seats, earlier_until, since, until): how many of a calendar's seats a time of its
-- present version has, less those that bookings of earlier versions still take of it. At least 0.
--
-- Needs no lock (see seats_taken_earlier): the number only rises while the calendar has this version.

-- Flyway creates functions in the order of their names, so one that this calls may come later.
set local check_function_bodies = off;

create or replace function seats_offered(owner uuid, calendar uuid, version integer, seats integer,
	earlier_until timestamptz, since timestamptz, until timestamptz) returns integer
language sql stable
as $$
	select case
		when earlier_until > since then greatest(seats - seats_taken_earlier(owner, calendar, version, since, until), 0)
		else seats
	end
$$;
