-- Booking and cancelling without end keeps nothing for good. This builds on any cancel_booking that decides by gave_back
-- whether a link is given back (V6 and later), and does not replace it.

-- Whether a link is given back once more if its invitee cancels: five times it is.
create function may_be_given_back(link uuid) returns boolean language sql stable
	return (select count(*) from booking where link_id = link and gave_back and cancelled_by = 'invitee') < 5;

create function hold_link_after_many_cancellations() returns trigger language plpgsql
as $$
begin
	new.gave_back := new.cancelled_by is distinct from 'invitee' or may_be_given_back(new.link_id);
	return new;
end
$$;

create trigger booking_gives_back before update of gave_back on booking
for each row when (new.gave_back and not old.gave_back)
execute function hold_link_after_many_cancellations();

-- Cancelled bookings are deleted a while after their time, but for those that still hold a link.
create index booking_to_prune on booking (end_at) where status = 'cancelled' and (link_id is null or gave_back);
