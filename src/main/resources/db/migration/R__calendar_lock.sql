-- calendar_lock(calendar): the key of a calendar's advisory lock.
--
-- Whoever makes or reschedules bookings holds the lock shared. Whoever changes what they rely on (the calendar, whether
-- its links are revoked, whether a link is given back) holds it exclusively, and so sees all bookings made before, as
-- those made after see the change.
create or replace function calendar_lock(calendar uuid) returns bigint
language sql immutable
return uuid_hash_extended(calendar, 0);
