-- Somebody whose link no longer works asks the owner for a new one.
create table link_request (
	id uuid primary key,
	-- The link that no longer works.
	link_id uuid not null references one_time_link,
	calendar_id uuid not null references calendar,
	-- Of the address that they were given: it becomes a link when the owner grants the request.
	token_hash bytea not null unique,
	name text not null,
	email text not null,
	note text,
	status text not null default 'open' check (status in ('open', 'granted', 'declined')),
	created_at timestamptz not null default now(),
	decided_at timestamptz
);
create index link_request_by_link on link_request (link_id);
create index link_request_by_calendar on link_request (calendar_id, created_at desc, id desc);
create index link_request_open on link_request (calendar_id) where status = 'open';

-- Stores a request, unless there are too many of its link, or open ones of its calendar.
--
-- Returns what came of it:
--   ASKED     it is stored, now or already
--   TOO_MANY
--   UNKNOWN   there is no such link, or the new address is one of another link
create function ask_for_link(request uuid, dead bytea, fresh bytea, by_name text, by_email text, said text,
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
	elsif (select count(*) from link_request where link_id = asked.id) >= most_of_link
		or (select count(*) from link_request where calendar_id = asked.calendar_id and status = 'open') >= most_open then
		return 'TOO_MANY';
	end if;
	insert into link_request (id, link_id, calendar_id, token_hash, name, email, note)
	values (request, asked.id, asked.calendar_id, fresh, by_name, by_email, said)
	on conflict (token_hash) do nothing;
	return case when found then 'ASKED' else 'UNKNOWN' end;
end
$$;

-- When a program was first seen to look at a link. Beside the link, which a read does not change.
create table link_scan (
	link_id uuid primary key,
	scanned_at timestamptz not null default now()
);
