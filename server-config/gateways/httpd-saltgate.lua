-- Asks Saltgate about a call; httpd.conf names this file. Whatever goes wrong in here denies the call.

local saltgate = "http://127.0.0.1:8080/verify"             -- <- Saltgate

-- For anyone, without a token: whole paths, written as the caller has to. No prefix, behind which things such as
-- /public/..;/ would be open too.
local for_anybody = {
  --["/public/status"] = true,
}

-- The largest body that your API takes, in bytes; a body without Content-Length isn't measured.
local largest_body = math.huge                              -- <- such as 20 * 1024 * 1024

-- Your API knows the account and needs no token; with true it never sees one.
local keep_token_from_api = false

-- Browsers: the origins whose scripts may call (docs/gateways.md), as browsers write them: no path, no slash at the end. Your
-- API then must not send Access-Control-Allow-Origin itself: two of them are none.
local origins = {
  --cors ["https://app.example.com"] = true,                -- <- several are several lines
}

local http = require "socket.http"
local ltn12 = require "ltn12"
http.TIMEOUT = 2                                            -- seconds

local identity = {
  "X-Account-Id", "X-Account-Slug", "X-External-Id", "X-Token-Id", "X-Decision-Id", "X-Would-Refuse",
}

-- What only Saltgate says, and names by which some APIs would believe the caller about its address, or about the path that
-- was asked for.
local not_the_callers = {
  ["x-refusal"] = true, ["x-judged-address"] = true,
  ["forwarded"] = true, ["x-forwarded-for"] = true, ["x-forwarded-host"] = true, ["x-forwarded-proto"] = true,
  ["x-forwarded-port"] = true, ["x-forwarded-prefix"] = true, ["x-forwarded-server"] = true,
  ["x-real-ip"] = true, ["x-client-ip"] = true, ["x-cluster-client-ip"] = true, ["true-client-ip"] = true,
  ["cf-connecting-ip"] = true, ["fastly-client-ip"] = true,
  ["x-original-uri"] = true, ["x-original-url"] = true, ["x-rewrite-url"] = true,
}
for _, name in ipairs(identity) do not_the_callers[name:lower()] = true end

-- The statuses that are Saltgate's own word. Whatever else comes means that nobody judged the call.
local refused = { [401] = true, [403] = true, [429] = true, [503] = true }

local kept = { "Cache-Control", "WWW-Authenticate", "Retry-After", "X-Refusal", "X-Judged-Address", "X-Decision-Id" }

-- What no decision was made of: denied.
local function unjudged(status, code, message, retry)
  return {
    status = status,
    headers = { ["cache-control"] = "no-store", ["retry-after"] = retry, ["x-refusal"] = code, ["x-judged-address"] = "-" },
    body = '{"status":0,"messages":[{"code":"' .. code .. '","message":"' .. message .. '"}],"message":"' .. message
      .. '","data":null}',
  }
end

-- The question itself was too much for Saltgate. To try again wouldn't help.
local unreadable = {
  [400] = unjudged(400, "request.malformed", "The request could not be understood"),
  [431] = unjudged(431, "headers.too.large", "The headers are too large"),
}

-- Saltgate can't decide, can't be reached, or something else answers there.
local undecided = unjudged(503, "cannot.decide", "Try again: the call can't be judged at the moment", "1")

-- However they are spelt: many an API reads X_Account_Id as X-Account-Id.
local function take_away_what_is_not_the_callers(r)
  for name in pairs(r:headers_in_table()) do
    if not_the_callers[name:lower():gsub("[_.]", "-")] then r.headers_in[name] = nil end
  end
  -- With other names in it a caller could have headers taken away that your API gets.
  local connection = r.headers_in["Connection"]
  if connection then r.headers_in["Connection"] = connection:lower():find("close", 1, true) and "close" or nil end
end

-- From where and to which address the call came, as httpd sees it. httpd itself adds X-Forwarded-For, -Host and -Server.
local function say_from_where(r)
  r.headers_in["X-Real-IP"] = r.useragent_ip
  r.headers_in["X-Forwarded-Proto"] = r.is_https and "https" or "http"
end

-- Whether it was a browser's question before its call, which has no token.
local function answers_browser(r)
  local origin = r.headers_in["Origin"]
  if not origin or not origins[origin] then return false end
  local out = r.err_headers_out
  out["Access-Control-Allow-Origin"] = origin
  out["Vary"] = "Origin"
  if r.method ~= "OPTIONS" or not r.headers_in["Access-Control-Request-Method"] then
    out["Access-Control-Expose-Headers"] = "X-Refusal, X-Decision-Id, Retry-After"
    return false
  end
  out["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
  out["Access-Control-Allow-Headers"] = "X-Auth-Token, Content-Type"
  out["Access-Control-Max-Age"] = "600"
  r.status = 204
  return true
end

local function ask(r, path)
  local body = {}
  local done, status, headers = http.request {
    url = saltgate,
    redirect = false,
    sink = ltn12.sink.table(body),
    headers = {
      -- httpd makes one of two lines, with a comma, and Saltgate refuses that.
      ["X-Auth-Token"] = r.headers_in["X-Auth-Token"],
      -- Saltgate shows it with refused calls.
      ["User-Agent"] = r.headers_in["User-Agent"] or "",
      -- Lets a caller demand that its own change is seen:
      --["X-Saltgate-After"] = r.headers_in["X-Saltgate-After"],
      -- The address that counts is the one that httpd itself sees, never one that the caller wrote.
      ["X-Forwarded-For"] = r.useragent_ip,
      -- For showing only. The query string stays here: it may hold secrets.
      ["X-Original-Method"] = r.method,
      ["X-Original-URI"] = path,
    },
  }
  if not done then return 0, {}, "" end
  return status, headers, table.concat(body)
end

local body_too_large = unjudged(413, "body.too.large", "The body is too large")

local function deny(r, status, headers, body)
  for _, name in ipairs(kept) do
    if headers[name:lower()] then r.err_headers_out[name] = headers[name:lower()] end
  end
  r.status = status
  r.content_type = "application/json"
  r:write(body)
  return apache2.DONE
end

function saltgate_asked(r)
  -- As the caller wrote it: decoded it could hold the end of a line.
  local path = r.unparsed_uri:match("^[^?]*")
  take_away_what_is_not_the_callers(r)
  say_from_where(r)
  if answers_browser(r) then return apache2.DONE end
  if (tonumber(r.headers_in["Content-Length"]) or 0) > largest_body then
    return deny(r, body_too_large.status, body_too_large.headers, body_too_large.body)
  end
  if not for_anybody[path] then
    local status, headers, body = ask(r, path)
    if refused[status] and headers["x-refusal"] then return deny(r, status, headers, body) end
    if status ~= 200 then
      local answer = unreadable[status] or undecided
      return deny(r, answer.status, answer.headers, answer.body)
    end
    for _, name in ipairs(identity) do
      if headers[name:lower()] then r.headers_in[name] = headers[name:lower()] end
    end
  end
  if keep_token_from_api then r.headers_in["X-Auth-Token"] = nil end
  return apache2.OK
end
