-- Claims a link for one booking attempt: active -> claimed, until the lease expires by the server's clock. A link
-- whose lease has expired may be claimed again, even after its own expiry: that is how the outcome is found out, and
-- PostgreSQL knows the expiry. Repeating a claim is harmless.
--
-- KEYS[1]  the link
-- ARGV[1]  claim id
-- ARGV[2]  lease in ms
-- ARGV[3]  idempotency key, or ''
-- ARGV[4]  request, or ''
--
-- Returns {status, link id, calendar id, detail, idempotency key, request}, the last two of the attempt stored with
-- the link until now, or '':
--   0 unknown
--   1 claimed by this claim
--   2 held by another claim, detail = ms until its lease expires
--   3 redeemed, detail = booking id
--   4 revoked
--   5 expired
--   6 refused before under the same idempotency key, detail = reason; not claimed
if #KEYS ~= 1 or #ARGV ~= 4 then
	return redis.error_reply('ERR claim takes 1 key and 4 arguments')
end
local link = KEYS[1]
local claim, lease, key, request = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local untilWhen = now + lease

local found = redis.call('HMGET', link, 's', 'i', 'c', 'x', 'h', 'l', 'b', 'k', 'q', 'f')
local state, id, calendar, expires, holder, leased, booking, lastKey, lastRequest, refusal = unpack(found)

local function answer(status, detail)
	return { status, id or '', calendar or '', detail or '', lastKey or '', lastRequest or '' }
end

if not calendar then
	return answer(0)
elseif state == 'r' then
	return answer(3, booking)
elseif state == 'v' then
	return answer(4)
elseif state == 'c' and holder == claim then
	return answer(1)
elseif state == 'c' and tonumber(leased) > now then
	return answer(2, tostring(tonumber(leased) - now))
elseif not state and refusal and key ~= '' and key == lastKey then
	return answer(6, refusal)
elseif not state and expires and tonumber(expires) <= now then
	return answer(5)
end
if lastKey then
	redis.call('HDEL', link, 'k', 'q', 'f')
end
if key ~= '' then
	redis.call('HSET', link, 's', 'c', 'h', claim, 'l', untilWhen, 'k', key, 'q', request)
else
	redis.call('HSET', link, 's', 'c', 'h', claim, 'l', untilWhen)
end
return answer(1)
