alter table calendar
	-- Where it takes place, in the owner's words.
	add column location text,
	-- Whether it can be booked.
	add column open boolean not null default true,
	-- Whether the link of a cancelled booking stays spent.
	add column keeps_links boolean not null default false,
	-- The origins of the web sites that may show it in a frame; none means any.
	add column embed_origins text[] not null default '{}';

alter table booking
	-- Rises with each change (RFC 5545, 3.8.7.4).
	add column sequence integer not null default 0,
	add column changed_at timestamptz,
	add column cancelled_by text check (cancelled_by in ('invitee', 'owner')),
	add column cancel_message text,
	-- Whether its link was given back when it was cancelled: then it no longer holds the link.
	add column gave_back boolean not null default false,
	add check (status = 'cancelled' or not gave_back);

-- Law 1: one link, one booking. A cancelled booking that did not give its link back still holds it.
create unique index booking_holds_link on booking (link_id) where link_id is not null and not gave_back;
drop index booking_one_per_link;
alter index booking_holds_link rename to booking_one_per_link;

-- What was booked before with a link that is good again, so that a request that is repeated is told so.
create index booking_gave_back on booking (link_id) where gave_back;

-- The auditor follows the bookings in the order in which they were made or last changed.
create index booking_by_change on booking (coalesce(changed_at, created_at), id);
drop index booking_by_creation;
