-- Makes a link known, unless it is known already: a newer state is never written over.
--
-- KEYS[1]  the link
-- ARGV[1]  link id
-- ARGV[2]  calendar id
-- ARGV[3]  expiry in ms since the epoch, or ''
-- ARGV[4]  state: active, redeemed or revoked
-- ARGV[5]  booking id of a redeemed link, or ''
-- ARGV[6]  idempotency key of that booking, or ''
-- ARGV[7]  request of that booking, or ''
--
-- Returns 1 if the link was written, 0 if it was known.
if #KEYS ~= 1 or #ARGV ~= 7 then
	return redis.error_reply('ERR publish takes 1 key and 7 arguments')
end
local link = KEYS[1]
local fields = { 'id', 'calendar', 'expires', 'state', 'booking', 'key', 'request' }

if redis.call('EXISTS', link) == 1 then
	return 0
end
for n, field in ipairs(fields) do
	if ARGV[n] ~= '' then
		redis.call('HSET', link, field, ARGV[n])
	end
end
return 1
