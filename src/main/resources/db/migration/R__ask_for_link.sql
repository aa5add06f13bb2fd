-- ask_for_link(owner, request, dead, fresh, by_name, by_email, said, most_of_link, most_open): stores a request for a
-- new link in place of one that no longer works.
--
-- request       the id of the request
-- dead, fresh   hashes of the token that no longer works, and of the one that the new link will have
-- most_of_link  how many requests a link may have within a day; declined ones do not count
-- most_open     how many requests of the last thirty days may be open for a calendar
--
-- Returns
--   ASKED     it is stored, now or already
--   TOO_MANY
--   UNKNOWN   there is no such link, or the fresh token is that of another link
--
-- Requests of one calendar wait for each other, so that the limits hold, by an advisory lock of their own.
create or replace function ask_for_link(owner uuid, request uuid, dead bytea, fresh bytea, by_name text, by_email text, said text,
	most_of_link integer, most_open integer) returns text
language plpgsql volatile
as $$
declare
	asked record;
begin
	select id, calendar_id, campaign_id into asked from one_time_link where owner_id = owner and token_hash = dead;
	if not found then
		select a.link_id as id, k.calendar_id, k.id as campaign_id into asked
		from archived_link a join campaign k on k.owner_id = owner and k.id = a.campaign_id
		where a.owner_id = owner and a.token_hash = dead;
	end if;
	if not found then
		return 'UNKNOWN';
	end if;
	perform pg_advisory_xact_lock(uuid_hash_extended(asked.calendar_id, 1));
	if exists (select from link_request where owner_id = owner and token_hash = fresh and link_id = asked.id) then
		return 'ASKED';
	elsif exists (select from one_time_link where owner_id = owner and token_hash = fresh)
		or exists (select from archived_link where owner_id = owner and token_hash = fresh) then
		return 'UNKNOWN';
	elsif (select count(*) from link_request where owner_id = owner and link_id = asked.id
			and status <> 'declined'
			and created_at > now() - interval '1 day') >= most_of_link
		or (select count(*) from link_request where owner_id = owner and calendar_id = asked.calendar_id
			and status = 'open'
			and created_at > now() - interval '30 days') >= most_open then
		return 'TOO_MANY';
	end if;
	insert into link_request (id, owner_id, link_id, campaign_id, calendar_id, token_hash, name, email, note)
	values (request, owner, asked.id, asked.campaign_id, asked.calendar_id, fresh, by_name, by_email, said)
	on conflict (token_hash, owner_id) do nothing;
	return case when found then 'ASKED' else 'UNKNOWN' end;
end
$$;
