-- Withdraws a link that PostgreSQL knows to be withdrawn: active or claimed -> revoked. The claim's own
-- commit is refused by PostgreSQL then. Repeating it does no harm.
--
-- KEYS[1]  the link
--
-- Returns 1 if the link is revoked, 0 if it is unknown or redeemed.
if #KEYS ~= 1 or #ARGV ~= 0 then
	return redis.error_reply('ERR revoke takes 1 key and no arguments')
end
local link = KEYS[1]

local calendar, state = unpack(redis.call('HMGET', link, 'c', 's'))
if not calendar or state == 'r' then
	return 0
elseif state ~= 'v' then
	redis.call('HDEL', link, 'i', 'x', 'h', 'l', 'k', 'q', 'f')
	redis.call('HSET', link, 's', 'v')
	redis.call('EXPIRE', link, 604800) -- a week
end
return 1
