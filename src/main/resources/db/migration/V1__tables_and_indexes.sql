-- All tables of the gateway, with their constraints and indexes. The functions that work on them are in the R__ files
-- beside this one. From the first release on this file never changes: what comes later is added by V2 and so on
-- (see src/docs/decisions/0024-schema-files.md).
--
-- The laws that comments refer to: one link, one booking (1); no overbooking (5); a one-time link opens one booking and
-- nothing else (9).
--
-- Everything but the tables of owners themselves belongs to one owner, whose id is in each key and each foreign key: so a
-- PostgreSQL that is distributed by owner (such as Citus) can check them on one server (see
-- src/docs/decisions/0029-keys-hold-the-owner.md). It comes last, as nothing is found by the owner alone, and some things
-- are by the rest of a key alone.

-- Owners share calendars, and use the API with a key.
create table owner (
	id uuid primary key,
	name text not null,
	-- Whom invitees ask when a calendar names nobody.
	contact jsonb not null default '{}',
	api_key_hash bytea not null unique,
	created_at timestamptz not null default now()
);

-- API keys that were replaced. None of them ever becomes an owner's key again. The last one of an owner may work on for
-- a while, so that programs can be given the new one.
create table replaced_api_key (
	hash bytea primary key,
	owner_id uuid not null references owner,
	works_until timestamptz not null
);
create index replaced_api_key_by_owner on replaced_api_key (owner_id, works_until);

-- Calendars are never deleted, only marked as deleted.
create table calendar (
	id uuid not null,
	owner_id uuid not null references owner,
	-- While it is not deleted, it is in calendar_slug.
	slug text not null,
	name text not null,
	contact jsonb not null,
	-- In the owner's words.
	location text,

	-- The times that are offered.
	time_zone text not null,
	duration_minutes integer not null check (duration_minutes between 1 and 1440),
	buffer_minutes integer not null check (buffer_minutes between 0 and 720),
	-- The step of start times; null to start the next slot right after the buffer.
	start_every_minutes integer check (start_every_minutes between 1 and 1440),
	seats_per_slot integer not null check (seats_per_slot between 1 and 10000),
	minimum_notice_minutes integer not null check (minimum_notice_minutes >= 0),
	horizon_days integer not null check (horizon_days >= 1),
	weekly_hours jsonb not null,
	date_overrides jsonb not null,
	-- Incremented by every change of the times that are offered. Times of one version overlap only if they are the same,
	-- so that within a version "one booking per start and seat" is "no overbooking".
	schedule_version integer not null default 1,
	-- When the last booking of earlier versions ends. From then on they are not looked at.
	earlier_until timestamptz,

	-- Whether it can be booked at all.
	open boolean not null default true,
	-- Law 9: without a one-time link, a calendar is opened neither by its id nor by anything else that the holder of a
	-- one-time link is given, and only if the owner has switched it on.
	-- The id in the permanent link. When it is renewed, the previous permanent links stop working.
	public_id uuid not null default gen_random_uuid(),
	-- Whether the scheduling link (by slug) and the permanent link (by public_id) open it.
	scheduling_open boolean not null default false,
	permanent_open boolean not null default false,
	-- Since when neither does: a later booking without a one-time link violates law 9.
	unshared_at timestamptz default now(),
	-- The id in the secret address of its calendar feed.
	feed_id uuid not null default gen_random_uuid(),
	-- Websites that may embed it; empty for all.
	embed_origins text[] not null default '{}',
	-- Whether a one-time link stays spent when its booking is cancelled.
	keeps_links boolean not null default false,

	created_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (id, owner_id)
);
create index calendar_by_owner on calendar (owner_id, created_at, id);
-- Random ids, made by the gateway: no two owners have the same one.
create unique index calendar_by_public_id on calendar (public_id, owner_id);
create unique index calendar_by_feed on calendar (feed_id, owner_id);

-- The slugs in use, each once for all owners. The slug of a deleted calendar can be used again.
create table calendar_slug (
	slug text primary key,
	calendar_id uuid not null unique,
	owner_id uuid not null references owner
);

-- Links that were issued together, one for each row of a list.
create table campaign (
	id uuid not null,
	owner_id uuid not null,
	calendar_id uuid not null,
	name text not null,
	status text not null default 'issuing' check (status in ('issuing', 'complete', 'broken')),
	-- Why it is broken.
	failure text,
	-- Rows 1 to "issued" have links, without gaps.
	issued integer not null check (issued >= 0),
	-- How many rows it is to have, if that was known at the start.
	expected integer,
	-- Rows -1 to -"granted" are links that were granted in place of its own.
	granted integer not null default 0,
	-- The upload that may add links, and until when it counts as running although nothing arrives.
	upload_id uuid,
	upload_until timestamptz,
	created_at timestamptz not null default now(),
	-- When links were last added.
	issued_at timestamptz not null default now(),
	expires_at timestamptz,
	-- Revokes all its links, under the lock of the calendar: from then on none of them books or is given back, whatever
	-- Redis says.
	revoked_at timestamptz,
	-- Once it is revoked: the last row of which Redis knows that, and when Redis was last told.
	told integer not null default 0,
	told_at timestamptz,
	-- How many of its links were opened, and so on, as of counted_at; at first none. Those of a small campaign are counted
	-- when they are shown.
	opened integer not null default 0,
	scanned integer not null default 0,
	redeemed integer not null default 0,
	expired integer not null default 0,
	revoked integer not null default 0,
	counted_at timestamptz not null default now(),
	-- When they are to be counted next, if it is large, and until when a gateway is counting.
	recount_at timestamptz not null default now(),
	counting_until timestamptz,
	-- Since when it is archived, under the lock of the calendar: from then on none of its links is given back, and none is
	-- added. It was over then.
	archived_at timestamptz,
	-- The last row whose link was moved to archived_link, and when that was.
	archived integer not null default 0,
	moved_at timestamptz,
	primary key (id, owner_id),
	foreign key (calendar_id, owner_id) references calendar
);
create index campaign_by_calendar on campaign (calendar_id, created_at desc, id desc);
create index campaign_to_tell on campaign (id) where revoked_at is not null and told < issued;
create index campaign_to_count on campaign (recount_at) where issued + granted > 10000 or archived_at is not null;
create index campaign_to_move on campaign (id) where archived_at is not null and archived < issued;
create index campaign_over on campaign (least(revoked_at, expires_at), id) where archived_at is null;

-- One-time links. Calendars and campaigns are never deleted, and links leave only for archived_link: foreign keys would be
-- checked for each of a million links, and never fail.
create table one_time_link (
	id uuid not null,
	owner_id uuid not null,
	calendar_id uuid not null,
	campaign_id uuid,
	-- Its row in the campaign: from 1 upwards, or from -1 downwards if it was granted in place of another link.
	campaign_row integer,
	-- The link that it was granted in place of.
	in_place_of uuid,
	created_at timestamptz not null default now(),
	expires_at timestamptz,
	opened_at timestamptz,
	revoked_at timestamptz,
	token_hash bytea not null,
	recipient_name text,
	recipient_email text,
	recipient_reference text,
	-- As the owner wrote it; the gateway never looks inside.
	metadata json,
	primary key (id, owner_id),
	unique (token_hash, owner_id)
);
-- In the order in which links are made, so that new entries go to the end and its pages are full.
create index one_time_link_by_calendar on one_time_link (calendar_id, created_at, id);
create unique index one_time_link_by_campaign on one_time_link (campaign_id, campaign_row, owner_id)
	where campaign_id is not null;
-- In the order in which Redis has to be told.
create index one_time_link_by_revocation on one_time_link (revoked_at, id) where revoked_at is not null;

-- Links of campaigns that are archived: all that is needed to answer for them. Everything else about them is deleted.
create table archived_link (
	token_hash bytea not null,
	owner_id uuid not null,
	campaign_id uuid not null,
	-- The id of the link, which its booking names.
	link_id uuid not null,
	ended text not null check (ended in ('redeemed', 'revoked', 'expired')),
	primary key (token_hash, owner_id)
);

-- When a program was first seen to look at a link. Not a column of the link, whose row a read does not change.
create table link_scan (
	link_id uuid not null,
	owner_id uuid not null,
	scanned_at timestamptz not null default now(),
	primary key (link_id, owner_id)
);

-- Requests of people whose link no longer works for a new one.
create table link_request (
	id uuid not null,
	owner_id uuid not null,
	-- The link that no longer works, which may be archived, and its campaign.
	link_id uuid not null,
	campaign_id uuid,
	calendar_id uuid not null,
	-- Of the address that they were given; it becomes a link if the owner grants the request.
	token_hash bytea not null,
	name text not null,
	email text not null,
	note text,
	status text not null default 'open' check (status in ('open', 'granted', 'declined')),
	created_at timestamptz not null default now(),
	decided_at timestamptz,
	primary key (id, owner_id),
	unique (token_hash, owner_id),
	foreign key (calendar_id, owner_id) references calendar
);
create index link_request_by_link on link_request (link_id);
create index link_request_by_calendar on link_request (calendar_id, created_at desc, id desc);
create index link_request_open on link_request (calendar_id) where status = 'open';

-- Bookings, made by commit_bookings, which looks up calendar and link itself: foreign keys would cost it a third more,
-- and write to the row of each link.
create table booking (
	-- The id of the claim that made it, so that the outcome of a claim can be looked up.
	id uuid not null,
	owner_id uuid not null,
	calendar_id uuid not null,
	-- Null if it was made by a scheduling or permanent link.
	link_id uuid,
	schedule_version integer not null,
	seat integer not null check (seat >= 1),
	start_at timestamptz not null,
	end_at timestamptz not null,
	-- The end, and the buffer after it.
	busy_until timestamptz not null,
	created_at timestamptz not null default now(),
	changed_at timestamptz,
	-- Incremented by each change (RFC 5545, 3.8.7.4).
	sequence integer not null default 0,
	status text not null default 'confirmed' check (status in ('confirmed', 'cancelled')),
	cancelled_by text check (cancelled_by in ('invitee', 'owner')),
	cancel_message text,
	-- Whether its link was given back when it was cancelled, so that it no longer holds the link.
	gave_back boolean not null default false,
	invitee_name text not null,
	invitee_email text not null,
	invitee_time_zone text,
	notes text,
	-- The key of the request that made it, and a digest of the rest of that request.
	idempotency_key text,
	request_digest text,
	primary key (id, owner_id),
	constraint booking_times_in_order check (start_at < end_at and end_at <= busy_until),
	constraint booking_gave_back_if_cancelled check (status = 'cancelled' or not gave_back)
);

-- Law 1: one link, one booking. A cancelled booking that did not give its link back still holds it. A booking has the
-- owner of its link.
create unique index booking_one_per_link on booking (link_id, owner_id) where link_id is not null and not gave_back;

-- Law 5: one booking per seat of a time. The seat follows the version, so that the highest one taken is found at once.
create unique index booking_one_per_seat on booking (calendar_id, start_at, schedule_version, seat, owner_id)
	where status = 'confirmed';

-- The same request, the same booking. With a one-time link, the index on the link sees to that.
create unique index booking_one_per_idempotency_key on booking (calendar_id, idempotency_key, owner_id)
	where link_id is null and idempotency_key is not null;

-- Earlier bookings of a link that can be used again, for the same request sent again.
create index booking_gave_back on booking (link_id) where gave_back;

-- For the auditor, who follows the bookings in the order in which they were made or last changed.
create index booking_by_change on booking (coalesce(changed_at, created_at), id);

-- For lists of bookings: the confirmed ones are found by their seats.
create index booking_cancelled on booking (calendar_id, start_at, id) where status = 'cancelled';

-- For deleting cancelled bookings some time after they would have ended, unless they still hold a link.
create index booking_to_prune on booking (end_at) where status = 'cancelled' and (link_id is null or gave_back);

-- Bookings that were confirmed and that PostgreSQL has lost since, by a failover to a standby that lacked them: Redis
-- still names them. Each is found once, whichever gateway finds it.
create table lost_booking (
	id uuid not null,
	owner_id uuid not null,
	-- It may be archived once the invitee was told.
	link_id uuid not null,
	found_at timestamptz not null default now(),
	-- When the owner said that the invitee was told.
	told_at timestamptz,
	primary key (id, owner_id)
);
create index lost_booking_untold on lost_booking (found_at) where told_at is null;
