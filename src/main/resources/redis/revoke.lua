-- Revokes a link that is revoked in PostgreSQL: active, claimed or unknown -> revoked. PostgreSQL then refuses the
-- commit of a claim. An unknown link is written, so that a client that has just read it from PostgreSQL does not make
-- it active again. Repeating it is harmless.
--
-- KEYS[1]  the link
-- ARGV[1]  calendar id, or '' to leave an unknown link unknown
--
-- Returns 1 if the link is revoked, 0 if it is redeemed, or left unknown.
if #KEYS ~= 1 or #ARGV ~= 1 then
	return redis.error_reply('ERR revoke takes 1 key and 1 argument')
end
local link = KEYS[1]
local itsCalendar = ARGV[1]

local calendar, state = unpack(redis.call('HMGET', link, 'c', 's'))
if state == 'r' or (not calendar and itsCalendar == '') then
	return 0
elseif not calendar then
	redis.call('HSET', link, 'c', itsCalendar, 's', 'v')
	redis.call('EXPIRE', link, 604800) -- a week
elseif state ~= 'v' then
	redis.call('HDEL', link, 'i', 'x', 'h', 'l', 'k', 'q', 'f')
	redis.call('HSET', link, 's', 'v')
	redis.call('EXPIRE', link, 604800) -- a week
end
return 1
