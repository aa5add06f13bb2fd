-- Sends the requests in standard input, one after the other: "path" alone is a GET, "path<TAB>body" a POST of JSON.
-- Like every browser, it accepts compressed answers.
--
-- Arguments: the requests a second, and how many in all; without them, as many as the connections can carry.
-- With a rate, each request has a planned time, however long previous answers take. "late" is how many ms after that it
-- was sent (p99); "p50" and "p99" are how many ms the answer took after the request was sent.
--
-- Prints one line of JSON.
local ffi = require("ffi")
ffi.cdef [[
	typedef struct { long seconds, nanos; } instant;
	int clock_gettime(int clock, instant *now);
]]
local MONOTONIC, A_DAY = 1, 86400000
local HEADERS = " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
local POST = HEADERS .. "Content-Type: application/json\r\nContent-Length: "
local GET = HEADERS .. "\r\n"

-- The state of the only thread, which sends.
local requests, sent = {}, 0
local clock, rate, total, first, planned = ffi.new("instant"), 0, 0, nil, 0
late = {}

local function now()
	ffi.C.clock_gettime(MONOTONIC, clock)
	return tonumber(clock.seconds) * 1000 + tonumber(clock.nanos) / 1e6
end

function init(arguments)
	for line in io.lines() do
		requests[#requests + 1] = line
	end
	rate, total = tonumber(arguments[1] or 0), tonumber(arguments[2] or 0)
	if rate == 0 then
		delay = nil
	end
end

-- How many ms a ready connection waits before it sends: a day once all requests are planned.
function delay()
	if planned == total then
		return A_DAY
	end
	first = first or now()
	local ahead = math.ceil(first + planned * 1000 / rate - now())
	planned = planned + 1
	local ms = math.max(0, -ahead)
	late[ms] = (late[ms] or 0) + 1
	return math.max(0, ahead)
end

function request()
	sent = sent + 1
	local path, body = requests[(sent - 1) % #requests + 1]:match("^(%S+)\t?(.*)$")
	if body == "" then
		return "GET " .. path .. GET
	end
	return "POST " .. path .. POST .. #body .. "\r\n\r\n" .. body
end

-- The state of the main thread, which only reports.
local threads = {}

function setup(thread)
	threads[1] = thread
end

local function p99(counts)
	local all = 0
	for _, count in pairs(counts) do
		all = all + count
	end
	local seen = 0
	for ms = 0, 1e6 do
		seen = seen + (counts[ms] or 0)
		if seen >= 0.99 * all then
			return ms
		end
	end
end

function done(summary, latency)
	local errors = summary.errors
	print(string.format(
		'{"seconds": %f, "answers": %d, "refused": %d, "failed": %d, "p50": %f, "p99": %f, "late": %d}',
		summary.duration / 1e6, summary.requests, errors.status,
		errors.connect + errors.read + errors.write + errors.timeout,
		latency:percentile(50) / 1000, latency:percentile(99) / 1000, p99(threads[1]:get("late"))))
end
