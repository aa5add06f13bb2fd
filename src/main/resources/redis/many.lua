-- Runs the script for one link, which precedes this one as the function "one", for many links: each on its own, so
-- that a malformed link does not affect the others.
--
-- KEYS  the links
-- ARGV  the arguments of the first link, then as many of each of the others
--
-- Returns the script's reply for each link, or the error message if it failed.
local each = #ARGV / #KEYS
local answers = {}
for n = 1, #KEYS do
	local fine, answer = pcall(one, { KEYS[n] }, { unpack(ARGV, (n - 1) * each + 1, n * each) })
	if not fine then
		answer = type(answer) == 'table' and answer.err or tostring(answer)
	end
	answers[n] = answer
end
return answers
