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

local state = redis.call('HGET', link, 'state')
if not state or state == 'redeemed' then
	return 0
end
redis.call('HDEL', link, 'claim', 'lease', 'key', 'request', 'refusal')
redis.call('HSET', link, 'state', 'revoked')
return 1
