-- Asks Saltgate about a call; httpd.conf names this file. Whatever goes wrong in here denies the call.

local saltgate = "http://127.0.0.1:8080/verify"             -- <- Saltgate

-- For anybody, without a token: whole paths, written as the caller has to. No prefix, behind which things such as
-- /public/..;/ would be open too.
local for_anybody = {
  --["/public/status"] = true,
}

-- Your API knows the account and needs no token; with true it never sees one.
local keep_token_from_api = false

local http = require "socket.http"
local ltn12 = require "ltn12"
http.TIMEOUT = 2

local identity = {
  "X-Account-Id", "X-Account-Slug", "X-External-Id", "X-Token-Id", "X-Decision-Id", "X-Would-Refuse",
}

-- What only Saltgate says, or says nobody.
local not_the_callers = {
  ["x-refusal"] = true, ["x-judged-address"] = true, ["x-forwarded-for"] = true, ["forwarded"] = true,
}
for _, name in ipairs(identity) do not_the_callers[name:lower()] = true end

-- The statuses that are Saltgate's own word. Whatever else comes means that nobody judged the call.
local refused = { [401] = true, [403] = true, [429] = true, [503] = true }

local kept = { "Cache-Control", "WWW-Authenticate", "Retry-After", "X-Refusal", "X-Judged-Address", "X-Decision-Id" }

local undecided_message = "Try again: the call can't be judged at the moment"
local undecided = '{"status":0,"messages":[{"code":"cannot.decide","message":"' .. undecided_message .. '"}],"message":"'
  .. undecided_message .. '","data":null}'

-- However they are spelt: many an API reads X_Account_Id as X-Account-Id.
local function take_away_what_is_not_the_callers(r)
  for name in pairs(r:headers_in_table()) do
    if not_the_callers[name:lower():gsub("[_.]", "-")] then r.headers_in[name] = nil end
  end
  -- With other names in it a caller could have headers taken away that your API gets.
  local connection = r.headers_in["Connection"]
  if connection then r.headers_in["Connection"] = connection:lower():find("close", 1, true) and "close" or nil end
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
  if not for_anybody[path] then
    local status, headers, body = ask(r, path)
    if refused[status] and headers["x-refusal"] then return deny(r, status, headers, body) end
    if status ~= 200 then
      headers = { ["cache-control"] = "no-store", ["retry-after"] = "1", ["x-refusal"] = "cannot.decide", ["x-judged-address"] = "-" }
      return deny(r, 503, headers, undecided)
    end
    for _, name in ipairs(identity) do
      if headers[name:lower()] then r.headers_in[name] = headers[name:lower()] end
    end
  end
  if keep_token_from_api then r.headers_in["X-Auth-Token"] = nil end
  return apache2.OK
end
