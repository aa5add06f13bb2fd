-- Publishes links that nobody can have received yet, without checking for existing ones; otherwise like publish. One
-- call for many, because a command per link costs Redis and the gateway several times as much.
--
-- KEYS  the links
-- ARGV  for each of them its link id, calendar id, and expiry in ms since the epoch, or ''
--
-- Returns the number of links.
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
