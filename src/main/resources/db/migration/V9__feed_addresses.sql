-- Stands in the secret address by which a calendar's bookings are subscribed to: another one makes another address.
alter table calendar add column feed_id uuid not null default gen_random_uuid() unique;
-- The addresses that were given out have the calendar's own id in them.
update calendar set feed_id = id;
