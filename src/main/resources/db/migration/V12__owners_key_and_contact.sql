-- Whom invitees ask, where a calendar does not say it.
alter table owner add column contact jsonb not null default '{}';

-- API keys that were replaced. None is ever taken again as an owner's key; one of an owner's, at most, works on for a while,
-- so that programs can be given the new one.
create table replaced_api_key (
	hash bytea primary key,
	owner_id uuid not null references owner,
	works_until timestamptz not null
);
create index replaced_api_key_by_owner on replaced_api_key (owner_id, works_until);
