-- Reads the state of a link, by the server's clock. Changes nothing.
--
-- KEYS[1]  the link
--
-- Returns {status, calendar id, detail, expiry in ms since the epoch or '' if it is not needed}:
--   0 unknown
--   1 active
--   2 claimed, detail = ms until the lease expires
--   3 redeemed, detail = booking id
--   4 revoked
--   5 expired
--   7 claimed by a claim whose lease has expired, so that only PostgreSQL knows the state; detail = claim id
if #KEYS ~= 1 or #ARGV ~= 0 then
	return redis.error_reply('ERR resolve takes 1 key and no arguments')
end
local link = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local found = redis.call('HMGET', link, 's', 'c', 'x', 'l', 'b', 'h')
local state, calendar, expires, lease, booking, claim = unpack(found)
if not calendar then
	return { 0, '', '', '' }
elseif state == 'r' then
	return { 3, calendar, booking, '' }
elseif state == 'v' then
	return { 4, calendar, '', '' }
elseif state == 'c' and tonumber(lease) > now then
	return { 2, calendar, tostring(tonumber(lease) - now), expires or '' }
elseif state == 'c' then
	return { 7, calendar, claim, expires or '' }
elseif expires and tonumber(expires) <= now then
	return { 5, calendar, '', expires }
end
return { 1, calendar, '', expires or '' }
