-- cancel_booking(owner, cancelled, by_whom, said): cancels a booking that has not begun.
--
-- Its link is given back, unless the calendar keeps it, the invitee has cancelled too often, or the link is expired,
-- archived or revoked, by itself, with its campaign or with its calendar. Cancelling again, or too late, changes nothing.
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
	update booking b set status = 'cancelled', cancelled_by = by_whom, cancel_message = said, sequence = sequence + 1,
		changed_at = now(), gave_back = not c.keeps_links and exists (
			select from one_time_link l left join campaign k on k.owner_id = owner and k.id = l.campaign_id
			where l.owner_id = owner and l.id = b.link_id and l.revoked_at is null and k.revoked_at is null
				and k.archived_at is null and c.deleted_at is null
				and (l.expires_at is null or l.expires_at > now())
				and (by_whom <> 'invitee' or may_be_given_back(owner, l.id)))
	from calendar c
	where b.owner_id = owner and b.id = cancelled and c.owner_id = owner and c.id = b.calendar_id and b.status = 'confirmed' and b.start_at > now();
end
$$;
