-- Marks a link as spent by the booking that PostgreSQL has of it, whatever was known of it before. That booking
-- is final, so that it needs no claim to say so. Repeating it does no harm.
--
-- KEYS[1]  the link
-- ARGV[1]  booking id
-- ARGV[2]  idempotency key of the booking, or ''
-- ARGV[3]  request of the booking, or ''
--
-- Returns 1 if the link is redeemed by this booking, 0 if it is unknown.
if #KEYS ~= 1 or #ARGV ~= 3 then
	return redis.error_reply('ERR redeem takes 1 key and 3 arguments')
end
local link = KEYS[1]
local booking, key, request = ARGV[1], ARGV[2], ARGV[3]

local state, booked = unpack(redis.call('HMGET', link, 'state', 'booking'))
if not state then
	return 0
elseif state == 'redeemed' and booked == booking then
	return 1
end
redis.call('HDEL', link, 'claim', 'lease', 'key', 'request', 'refusal')
redis.call('HSET', link, 'state', 'redeemed', 'booking', booking)
if key ~= '' then
	redis.call('HSET', link, 'key', key, 'request', request)
end
return 1
