-- Marks a claimed link as spent, if the claim still holds it: claimed -> redeemed. For a week, the link keeps only
-- what is needed to answer for a spent link. Repeating it is harmless.
--
-- KEYS[1]  the link
-- ARGV[1]  claim id
-- ARGV[2]  booking id
-- ARGV[3]  idempotency key of the booking, or ''
-- ARGV[4]  request of the booking, or ''
--
-- Returns 1 if the link is redeemed by this booking, 0 if the claim does not hold it.
if #KEYS ~= 1 or #ARGV ~= 4 then
	return redis.error_reply('ERR confirm takes 1 key and 4 arguments')
end
local link = KEYS[1]
local claim, booking, key, request = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local state, holder, booked = unpack(redis.call('HMGET', link, 's', 'h', 'b'))
if state == 'r' and booked == booking then
	return 1
elseif state ~= 'c' or holder ~= claim then
	return 0
end
redis.call('HDEL', link, 'i', 'x', 'h', 'l', 'k', 'q')
if key ~= '' then
	redis.call('HSET', link, 's', 'r', 'b', booking, 'k', key, 'q', request)
else
	redis.call('HSET', link, 's', 'r', 'b', booking)
end
redis.call('EXPIRE', link, 604800) -- a week
return 1
