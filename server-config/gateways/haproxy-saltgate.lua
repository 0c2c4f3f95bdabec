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
  local calls = txn.http:req_get_headers()
  local asked = {
    -- The address that counts is the one that HAProxy itself sees, never one that the caller wrote.
    ["x-forwarded-for"] = { txn.f:src() or "" },
    -- For showing only. The query string stays here: it may hold secrets.
    ["x-original-method"] = { txn.f:method() or "" },
    ["x-original-uri"] = { txn.f:path() or "" },
  }
  -- All lines, so that Saltgate can refuse two.
  asked["x-auth-token"] = calls["x-auth-token"]
  -- Saltgate shows it with refused calls.
  if calls["user-agent"] then asked["user-agent"] = { calls["user-agent"][0] } end
  -- Lets a caller demand that its own change is seen:
  --asked["x-saltgate-after"] = calls["x-saltgate-after"]
  return core.httpclient():get { url = "http://saltgate/verify", dst = txn:get_var("proc.saltgate"), headers = asked }
end

-- What no decision was made of: denied.
local function unjudged(status, code, message)
  return {
    status = status,
    headers = {
      ["Content-Type"] = { "application/json" },
      ["Cache-Control"] = { "no-store" },
      ["X-Refusal"] = { code },
      ["X-Judged-Address"] = { "-" },
    },
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
local undecided = unjudged(503, "cannot.decide", "Try again: the call can't be judged at the moment")
undecided.headers["Retry-After"] = { "1" }

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
    txn:done(txn:reply(unreadable[answer.status] or undecided))
  end
end, 0)
