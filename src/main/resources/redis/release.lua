-- Gives a claimed link back, if the claim is still the one that holds it: claimed -> active.
-- Repeating it does no harm.
--
-- KEYS[1]  the link
-- ARGV[1]  claim id
-- ARGV[2]  why the attempt was refused, to be told again to the same idempotency key, or '' to forget it
--
-- Returns 1 if the link was given back, 0 if the claim does not hold it.
if #KEYS ~= 1 or #ARGV ~= 2 then
	return redis.error_reply('ERR release takes 1 key and 2 arguments')
end
local link = KEYS[1]
local claim, refusal = ARGV[1], ARGV[2]

local state, holder, key = unpack(redis.call('HMGET', link, 's', 'h', 'k'))
if state ~= 'c' or holder ~= claim then
	return 0
end
redis.call('HDEL', link, 's', 'h', 'l')
if key and refusal ~= '' then
	redis.call('HSET', link, 'f', refusal)
elseif key then
	redis.call('HDEL', link, 'k', 'q')
end
return 1
