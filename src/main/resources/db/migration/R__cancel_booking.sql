-- cancel_booking(owner, cancelled, by_whom, said): cancels a booking that has not begun, and gives its link back, unless
-- something keeps it (see is_given_back). Cancelling again, or too late, changes nothing.
--
-- by_whom  'invitee' or 'owner'
-- said     a message for the others, or null
--
-- Locks the calendar exclusively, so that no commit sees a link that is half given back.
create or replace function cancel_booking(owner uuid, cancelled uuid, by_whom text, said text) returns void
language plpgsql volatile
as $$
begin
	perform pg_advisory_xact_lock(calendar_lock(calendar_id)) from booking
	where owner_id = owner and id = cancelled;
	update booking set status = 'cancelled', cancelled_by = by_whom, cancel_message = said, sequence = sequence + 1,
		changed_at = now(), gave_back = is_given_back(owner, link_id, by_whom)
	where owner_id = owner and id = cancelled and status = 'confirmed' and start_at > now();
end
$$;
