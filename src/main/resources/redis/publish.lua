-- Publishes a link, unless it is known already: a newer state is never overwritten. A dead link expires after a week:
-- PostgreSQL knows it.
--
-- KEYS[1]  the link
-- ARGV[1]  link id
-- ARGV[2]  calendar id
-- ARGV[3]  expiry in ms since the epoch, or ''
-- ARGV[4]  state: '' active, r redeemed, v revoked
-- ARGV[5]  booking id of a redeemed link, or ''
-- ARGV[6]  idempotency key of that booking, or ''
-- ARGV[7]  request of that booking, or ''
--
-- Returns 1 if the link was written, 0 if it was known.
if #KEYS ~= 1 or #ARGV ~= 7 then
	return redis.error_reply('ERR publish takes 1 key and 7 arguments')
end
local link = KEYS[1]
local id, calendar, expires, state, booking, key, request = unpack(ARGV)

if redis.call('EXISTS', link) == 1 then
	return 0
elseif state == '' then
	redis.call('HSET', link, 'i', id, 'c', calendar)
	if expires ~= '' then
		local now = redis.call('TIME')[1] * 1000
		redis.call('HSET', link, 'x', expires)
		redis.call('PEXPIREAT', link, math.max(tonumber(expires), now) + 604800000) -- a week
	end
	return 1
end
redis.call('HSET', link, 'c', calendar, 's', state)
if booking ~= '' then
	redis.call('HSET', link, 'b', booking)
end
if key ~= '' then
	redis.call('HSET', link, 'k', key, 'q', request)
end
redis.call('EXPIRE', link, 604800) -- a week
return 1
