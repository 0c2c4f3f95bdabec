-- wrk's argument after "--": the form to post, again and again.
local introspection

function init(args)
  introspection = wrk.format("POST", wrk.path, { ["Content-Type"] = "application/x-www-form-urlencoded" }, args[1])
end

function request()
  return introspection
end
