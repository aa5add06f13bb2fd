-- Forgets a link that is spent by a booking, or revoked, although PostgreSQL knows nothing of that: what
-- PostgreSQL knows is written back when the link is next used. Repeating it does no harm.
--
-- KEYS[1]  the link
-- ARGV[1]  id of the booking that is not there, or '' if the link is said to be revoked
--
-- Returns 1 if the link was forgotten, 0 if it is in another state.
if #KEYS ~= 1 or #ARGV ~= 1 then
	return redis.error_reply('ERR forget takes 1 key and 1 argument')
end
local link = KEYS[1]
local booking = ARGV[1]

local state, booked = unpack(redis.call('HMGET', link, 's', 'b'))
if (booking ~= '' and state == 'r' and booked == booking) or (booking == '' and state == 'v') then
	return redis.call('DEL', link)
end
return 0
