-- Whoever asks for a new link is granted one in place of the link that no longer works: with its reference and metadata,
-- its date and its campaign, but with the name and address that they typed, which nobody has checked.

alter table one_time_link
	-- The link in whose place this one was granted.
	add column in_place_of uuid;

alter table campaign
	-- How many links were granted in place of its own: those are its rows -1 to this one, negative.
	add column granted integer not null default 0;

-- Until when a link works that is granted in place of another: as long as that one, or for as long again if its date
-- has passed, so that an offer that was limited stays so.
create function expiry_in_place_of(dead one_time_link) returns timestamptz language sql stable
	return case
		when dead.expires_at > now() then dead.expires_at
		when dead.expires_at is not null then now() + greatest(dead.expires_at - dead.created_at, interval '1 day')
	end;

-- Grants an open request, and makes its link. Returns whether it was open.
create function grant_link(asked uuid, fresh uuid) returns boolean
language plpgsql volatile
as $$
declare
	request link_request;
	dead one_time_link;
	nth integer;
begin
	update link_request set status = 'granted', decided_at = now() where id = asked and status = 'open'
	returning * into request;
	if not found then
		return false;
	end if;
	select * into dead from one_time_link where id = request.link_id;
	-- A campaign that is revoked gets no new links: the owner grants one beside it. The revocation waits for this, or
	-- this for it.
	update campaign set granted = granted + 1 where id = dead.campaign_id and revoked_at is null
	returning granted into nth;
	insert into one_time_link (id, calendar_id, token_hash, recipient_name, recipient_email, recipient_reference,
		metadata, expires_at, campaign_id, campaign_row, in_place_of)
	values (fresh, request.calendar_id, request.token_hash, request.name, request.email, dead.recipient_reference,
		dead.metadata, expiry_in_place_of(dead), case when nth is not null then dead.campaign_id end, -nth, dead.id);
	return true;
end
$$;

-- Stores a request, unless there are too many of its link within a day, or unanswered ones of its calendar within a
-- month. One that is declined makes room for another.
--
-- Returns what came of it:
--   ASKED     it is stored, now or already
--   TOO_MANY
--   UNKNOWN   there is no such link, or the new address is one of another link
create or replace function ask_for_link(request uuid, dead bytea, fresh bytea, by_name text, by_email text, said text,
	most_of_link integer, most_open integer) returns text
language plpgsql volatile
as $$
declare
	asked one_time_link;
begin
	select * into asked from one_time_link where token_hash = dead;
	if not found then
		return 'UNKNOWN';
	end if;
	-- One at a time, so that all are counted.
	perform pg_advisory_xact_lock(uuid_hash_extended(asked.calendar_id, 1));
	if exists (select from link_request where token_hash = fresh and link_id = asked.id) then
		return 'ASKED';
	elsif exists (select from one_time_link where token_hash = fresh) then
		return 'UNKNOWN';
	elsif (select count(*) from link_request where link_id = asked.id and status <> 'declined'
			and created_at > now() - interval '1 day') >= most_of_link
		or (select count(*) from link_request where calendar_id = asked.calendar_id and status = 'open'
			and created_at > now() - interval '30 days') >= most_open then
		return 'TOO_MANY';
	end if;
	insert into link_request (id, link_id, calendar_id, token_hash, name, email, note)
	values (request, asked.id, asked.calendar_id, fresh, by_name, by_email, said)
	on conflict (token_hash) do nothing;
	return case when found then 'ASKED' else 'UNKNOWN' end;
end
$$;
