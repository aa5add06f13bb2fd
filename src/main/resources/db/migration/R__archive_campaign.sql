-- archive_campaign(owner, asked, most): archives a campaign that is over: from then on none of its links is given
-- back, and none is added, so that they can be moved to archived_link step by step. Archiving again changes nothing.
--
-- most  how many links may be looked at, one by one, for one that works
--
-- Returns
--   ARCHIVED   it is archived, now or already
--   UPLOADING  links are being added to it
--   ACTIVE     one of its links works
--   TOO_MANY   it is neither revoked nor expired, and has more links than may be looked at
--   UNKNOWN    the owner has no such campaign
--
-- Locks the calendar exclusively, so that no link is given back meanwhile, and the campaign, so that none is granted.
create or replace function archive_campaign(owner uuid, asked uuid, most integer) returns text
language plpgsql volatile
as $$
declare
	present campaign;
	withdrawn boolean;
	until integer;
begin
	perform pg_advisory_xact_lock(calendar_lock(calendar_id)) from campaign where owner_id = owner and id = asked;
	if not found then
		return 'UNKNOWN';
	end if;
	select * into present from campaign where owner_id = owner and id = asked for update;
	if present.archived_at is not null then
		return 'ARCHIVED';
	elsif present.upload_until > now() then
		return 'UPLOADING';
	end if;

	select present.revoked_at is not null or deleted_at is not null into withdrawn
	from calendar where owner_id = owner and id = present.calendar_id;
	if not withdrawn then
		-- Its own links expire with it, and those that were granted in place of them later.
		until := case when present.expires_at <= clock_timestamp() then 0 else present.issued end;
		if present.granted + until > most then
			return 'TOO_MANY';
		elsif exists (
			select from one_time_link l
			where l.owner_id = owner and l.campaign_id = asked and l.campaign_row between -present.granted and until
				and l.revoked_at is null and (l.expires_at is null or l.expires_at > clock_timestamp())
				and (select b.id from booking b
					where b.owner_id = owner and b.link_id = l.id and not b.gave_back limit 1) is null) then
			return 'ACTIVE';
		end if;
	end if;
	update campaign set archived_at = clock_timestamp(), archived = -granted - 1, recount_at = now(),
		upload_id = null, upload_until = null,
		status = case status when 'issuing' then 'broken' else status end,
		failure = case status when 'issuing' then 'The campaign was archived.' else failure end
	where owner_id = owner and id = asked;
	return 'ARCHIVED';
end
$$;
