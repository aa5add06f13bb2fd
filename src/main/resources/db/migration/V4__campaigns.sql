create table campaign (
	id uuid primary key,
	calendar_id uuid not null references calendar,
	name text not null,
	status text not null default 'issuing' check (status in ('issuing', 'complete', 'broken')),
	-- How many of its rows have links: rows 1 to "issued", none left out.
	issued integer not null check (issued >= 0),
	-- Why it is broken.
	failure text,
	-- Which upload may add links, and until when it is taken to be under way though nothing comes.
	upload_id uuid,
	upload_until timestamptz,
	created_at timestamptz not null default now(),
	-- When the last links were added.
	issued_at timestamptz not null default now(),
	expires_at timestamptz,
	revoked_at timestamptz
);
create index campaign_by_calendar on campaign (calendar_id, created_at desc, id desc);

alter table one_time_link
	-- Not a foreign key, which would be checked a million times: links are only added by a statement that
	-- holds their campaign's row, and no campaign is ever deleted.
	add column campaign_id uuid,
	-- Which row of the campaign, from 1 on.
	add column campaign_row integer,
	add column opened_at timestamptz;
create unique index one_time_link_by_campaign on one_time_link (campaign_id, campaign_row) where campaign_id is not null;
