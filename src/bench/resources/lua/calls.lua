-- wrk's arguments after "--": a file of tokens, one a line; the first line to use and how many; the calls then take
-- them in turn. Requests are made up beforehand, so that the load generator takes as little of the machine as it can.
local requests, at, count = {}, 0, 0
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local first, last = tonumber(args[2]), tonumber(args[2]) + tonumber(args[3]) - 1
  local of = tonumber(args[4])
  local line = 0
  for token in io.lines(args[1]) do
    if line >= first and line <= last and line % of == number then
      count = count + 1
      requests[count] = wrk.format("GET", wrk.path, { ["X-Auth-Token"] = token, ["X-Forwarded-For"] = "203.0.113.7" })
    end
    line = line + 1
    if line > last then break end
  end
end

function request()
  at = at % count + 1
  return requests[at]
end
