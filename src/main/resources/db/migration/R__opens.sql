-- opens(of_calendar, way): whether a slug or a public id opens a calendar without a one-time link.
--
-- Law 9: only a way that the owner has switched on does. Never null.
create or replace function opens(of_calendar calendar, way text) returns boolean
language sql immutable
return coalesce(of_calendar.scheduling_open and of_calendar.slug = way
	or of_calendar.permanent_open and of_calendar.public_id::text = way, false);
