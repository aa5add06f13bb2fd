-- Runs the script of one link, which stands before this as the function "one", for many: each by itself, so
-- that one whose hash makes no sense does not spoil the others.
--
-- KEYS  the links
-- ARGV  the arguments of the first link, then as many of each other
--
-- Returns what the script returns of each link, or the text of the fault it ended by.
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
