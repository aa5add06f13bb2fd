-- Marks a link as spent by its booking in PostgreSQL, whatever its state was before. That booking is final, so no
-- claim is needed. Repeating it is harmless.
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

local calendar, state, booked = unpack(redis.call('HMGET', link, 'c', 's', 'b'))
if not calendar then
	return 0
elseif state == 'r' and booked == booking then
	return 1
end
redis.call('HDEL', link, 'i', 'x', 'h', 'l', 'k', 'q', 'f')
redis.call('HSET', link, 's', 'r', 'b', booking)
if key ~= '' then
	redis.call('HSET', link, 'k', key, 'q', request)
end
redis.call('EXPIRE', link, 604800) -- a week
return 1
