-- Deletes a link that is spent or revoked here but not in PostgreSQL: it is restored from PostgreSQL when it is next
-- used. Repeating it is harmless.
--
-- KEYS[1]  the link
-- ARGV[1]  id of the missing booking, or '' for a revoked link
--
-- Returns 1 if the link was deleted, 0 if it is in another state.
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
