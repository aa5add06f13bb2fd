-- reschedule_booking(owner, rescheduled, version, new_start): gives a booking another time, of the present version of its
-- calendar. It keeps its id, and its link stays spent.
--
-- Guarantees law 5. The booking's present seat counts as free, so that it can go to a time that overlaps its own.
--
-- version  of the calendar's schedule, by which the time was found
--
-- Returns
--   RESCHEDULED       it has the new time, now or already
--   CANCELLED         it is cancelled
--   BEGUN             its present time is past, by the clock of the database
--   SLOT_UNAVAILABLE  the new time is
--   SLOT_TAKEN        every seat of the new time is taken
--   CHANGED           the calendar has another version, or is deleted
--   AGAIN             somebody else got the seat: worth another try
--
-- Locks the calendar shared, and the booking.
create or replace function reschedule_booking(owner uuid, rescheduled uuid, version integer, new_start timestamptz)
	returns text
language plpgsql volatile
as $$
declare
	present booking;
	shared calendar;
	new_end timestamptz;
	new_busy_until timestamptz;
	chosen integer;
begin
	perform pg_advisory_xact_lock_shared(calendar_lock(calendar_id)) from booking
	where owner_id = owner and id = rescheduled;
	select * into present from booking where owner_id = owner and id = rescheduled for update;
	select * into shared from calendar where owner_id = owner and id = present.calendar_id;
	if present.status = 'cancelled' then
		return 'CANCELLED';
	elsif present.start_at = new_start then
		return 'RESCHEDULED';
	elsif present.start_at <= now() then
		return 'BEGUN';
	elsif new_start <= now() then
		return 'SLOT_UNAVAILABLE';
	elsif shared.schedule_version <> version or shared.deleted_at is not null then
		return 'CHANGED';
	end if;

	new_end := new_start + make_interval(mins => shared.duration_minutes);
	new_busy_until := new_end + make_interval(mins => shared.buffer_minutes);
	-- Nobody else sees it cancelled.
	update booking set status = 'cancelled' where owner_id = owner and id = rescheduled;
	chosen := free_seat(owner, shared.id, version, seats_offered(owner, shared.id, version, shared.seats_per_slot,
		shared.earlier_until, new_start, new_busy_until), new_start);
	if chosen is null then
		update booking set status = 'confirmed' where owner_id = owner and id = rescheduled;
		return 'SLOT_TAKEN';
	end if;
	update booking set status = 'confirmed', schedule_version = version, start_at = new_start, end_at = new_end,
		busy_until = new_busy_until, seat = chosen, sequence = sequence + 1, changed_at = now()
	where owner_id = owner and id = rescheduled;
	return 'RESCHEDULED';
exception
	when unique_violation or deadlock_detected then
		return 'AGAIN';
end
$$;
