-- A campaign is revoked by its own row, under the lock of its calendar: from then on no link of it books or is given
-- back, whatever Redis says of it.
alter table campaign
	-- Redis was told of its rows 1 to this one that they are revoked, and when it was told last.
	add column told integer not null default 0,
	add column told_at timestamptz;
create index campaign_to_tell on campaign (id) where revoked_at is not null and told < issued;

-- Revoked links in the order in which Redis has to hear of them.
create index one_time_link_by_revocation on one_time_link (revoked_at, id) where revoked_at is not null;

-- Cancels a booking that has not begun, and gives its link back, unless the calendar keeps it, or it is expired or
-- revoked, by itself or with its campaign. Returns the booking as it is then.
create or replace function cancel_booking(cancelled uuid, by_whom text, said text) returns setof booking
language plpgsql volatile
as $$
begin
	perform pg_advisory_xact_lock(calendar_lock(calendar_id)) from booking where id = cancelled;
	update booking b set status = 'cancelled', cancelled_by = by_whom, cancel_message = said, sequence = sequence + 1,
		changed_at = now(), gave_back = not c.keeps_links and exists (
			select from one_time_link l left join campaign k on k.id = l.campaign_id
			where l.id = b.link_id and l.revoked_at is null and k.revoked_at is null and c.deleted_at is null
				and (l.expires_at is null or l.expires_at > now()))
	from calendar c
	where b.id = cancelled and c.id = b.calendar_id and b.status = 'confirmed' and b.start_at > now();
	return query select * from booking where id = cancelled;
end
$$;
