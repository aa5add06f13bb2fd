-- grant_link(owner, asked, fresh): grants an open request, and makes its link, with the id "fresh".
--
-- The link gets the reference, metadata, expiry and campaign of the one that no longer works, but the name and address
-- that were typed with the request, which nobody has checked. It belongs to no campaign if that campaign is revoked or
-- archived. Of an archived link, only the campaign is left: the new one works as long as those of the campaign.
--
-- Returns whether the request was open. Granting it again makes no second link.
--
-- Locks the request and the campaign, so that a campaign is revoked or archived either before or after.
create or replace function grant_link(owner uuid, asked uuid, fresh uuid) returns boolean
language plpgsql volatile
as $$
declare
	request link_request;
	dead one_time_link;
	nth integer;
begin
	update link_request set status = 'granted', decided_at = now()
	where owner_id = owner and id = asked and status = 'open'
	returning * into request;
	if not found then
		return false;
	end if;
	select * into dead from one_time_link where owner_id = owner and id = request.link_id;
	if not found then
		select request.link_id, created_at, expires_at into dead.id, dead.created_at, dead.expires_at
		from campaign where owner_id = owner and id = request.campaign_id;
	end if;
	update campaign set granted = granted + 1
	where owner_id = owner and id = dead.campaign_id and revoked_at is null and archived_at is null
	returning granted into nth;
	insert into one_time_link (id, owner_id, calendar_id, token_hash, recipient_name, recipient_email, recipient_reference,
		metadata, expires_at, campaign_id, campaign_row, in_place_of)
	values (fresh, owner, request.calendar_id, request.token_hash, request.name, request.email, dead.recipient_reference,
		dead.metadata, expiry_in_place_of(dead.created_at, dead.expires_at),
		case when nth is not null then dead.campaign_id end, -nth, dead.id);
	return true;
end
$$;
