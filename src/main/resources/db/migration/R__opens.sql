-- opens(way, scheduling_open, slug, permanent_open, public_id): whether a slug or a public id opens a calendar, of which
-- these are columns, without a one-time link.
--
-- Law 9: only a way that the owner has switched on does. Never null.
create or replace function opens(way text, scheduling_open boolean, slug text, permanent_open boolean,
	public_id uuid) returns boolean
language sql immutable
return coalesce(scheduling_open and slug = way or permanent_open and public_id::text = way, false);
