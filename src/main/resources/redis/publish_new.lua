-- Makes links known that nobody can have heard of yet, so that nothing is looked for: publish writes the same. One
-- call for many, as a command for each costs Redis and the gateway several times as much.
--
-- KEYS  the links
-- ARGV  for each of them its link id, its calendar id, and its expiry in ms since the epoch, or ''
--
-- Returns how many there are.
if #ARGV ~= 3 * #KEYS then
	return redis.error_reply('ERR publish_new takes 3 arguments for each key')
end
for n, link in ipairs(KEYS) do
	local id, calendar, expires = ARGV[3 * n - 2], ARGV[3 * n - 1], ARGV[3 * n]
	if expires == '' then
		redis.call('HSET', link, 'i', id, 'c', calendar)
	else
		redis.call('HSET', link, 'i', id, 'c', calendar, 'x', expires)
		redis.call('PEXPIREAT', link, tonumber(expires) + 604800000) -- a week
	end
end
return #KEYS
