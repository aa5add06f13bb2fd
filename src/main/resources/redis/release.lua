-- Releases a claimed link, if the claim still holds it: claimed -> active. Repeating it is harmless.
--
-- KEYS[1]  the link
-- ARGV[1]  claim id
-- ARGV[2]  why the attempt was refused, to repeat to the same idempotency key, or '' to store nothing
--
-- Returns 1 if the link was released, 0 if the claim does not hold it.
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
