-- is_given_back(owner, link, by_whom): whether a one-time link works again if its booking is cancelled.
--
-- Not if the calendar keeps it, if it is expired, archived or revoked, by itself, with its campaign or with its calendar, or
-- if its invitee has cancelled five times before, so that booking and cancelling over and over comes to an end.
--
-- by_whom  'invitee' or 'owner'
--
-- Certain only under the exclusive lock of the calendar.
create or replace function is_given_back(owner uuid, link uuid, by_whom text) returns boolean
language sql stable
return exists (
	select from one_time_link l join calendar c on c.owner_id = owner and c.id = l.calendar_id
	left join campaign k on k.owner_id = owner and k.id = l.campaign_id
	where l.owner_id = owner and l.id = link and not c.keeps_links
		and coalesce(l.revoked_at, k.revoked_at, k.archived_at, c.deleted_at) is null
		and (l.expires_at is null or l.expires_at > now())
		and (by_whom <> 'invitee' or (
			select count(*) from booking b
			where b.owner_id = owner and b.link_id = link and b.gave_back and b.cancelled_by = 'invitee') < 5));
