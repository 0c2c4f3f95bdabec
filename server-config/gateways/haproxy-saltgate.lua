-- Asks Saltgate about a call; haproxy.cfg loads this. Nothing here needs changing.

local identity = {
  "X-Account-Id", "X-Account-Slug", "X-External-Id", "X-Token-Id", "X-Decision-Id", "X-Would-Refuse",
}

-- The statuses that are Saltgate's own word. Whatever else comes means that nobody judged the call.
local refused = { [401] = true, [403] = true, [429] = true, [503] = true }

local kept = {
  "Content-Type", "Cache-Control", "WWW-Authenticate", "Retry-After", "X-Refusal", "X-Judged-Address", "X-Decision-Id",
}

local function ask(txn)
  local asked = {
    -- The address that counts is the one that HAProxy itself sees, never one that the caller wrote.
    ["x-forwarded-for"] = { txn.f:src() or "" },
    -- For showing only. The query string stays here: it may hold secrets.
    ["x-original-method"] = { txn.f:method() or "" },
    ["x-original-uri"] = { txn.f:path() or "" },
  }
  -- All lines, so that Saltgate can refuse two.
  asked["x-auth-token"] = txn.http:req_get_headers()["x-auth-token"]
  return core.httpclient():get { url = "http://saltgate/verify", dst = txn:get_var("proc.saltgate"), headers = asked }
end

-- Saltgate can't tell, can't be reached, or something else stands there: denied.
local function undecided(txn)
  local message = "Try again: the call can't be judged at the moment"
  return txn:reply {
    status = 503,
    headers = {
      ["Content-Type"] = { "application/json" },
      ["Cache-Control"] = { "no-store" },
      ["Retry-After"] = { "1" },
      ["X-Refusal"] = { "cannot.decide" },
      ["X-Judged-Address"] = { "-" },
    },
    body = '{"status":0,"messages":[{"code":"cannot.decide","message":"' .. message .. '"}],"message":"' .. message
      .. '","data":null}',
  }
end

core.register_action("saltgate", { "http-req" }, function(txn)
  local answer = ask(txn)
  if answer.status == 200 then
    for _, name in ipairs(identity) do
      local value = answer.headers[name:lower()]
      if value then txn.http:req_set_header(name, value[0]) end
    end
    txn:set_var("txn.saltgate", "allowed")
  elseif refused[answer.status] and answer.headers["x-refusal"] then
    local reply = txn:reply { status = answer.status, body = answer.body }
    for _, name in ipairs(kept) do
      local value = answer.headers[name:lower()]
      if value then reply:add_header(name, value[0]) end
    end
    txn:done(reply)
  else
    txn:done(undecided(txn))
  end
end, 0)
