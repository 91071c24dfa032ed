-- Draws requests from a queue. The first line of the file says how; see `material.mjs`.
--   cycle     each further line is one request with tabs for line ends; they come round and round
--   once      the same, but each may be sent once only; running out is reported
--   rotate    lines are refresh tokens; every answer brings the next one
--   flow      lines are Cookie headers; each flow is an authorization request and a token request
local mode, path, head, authorize
local items, fresh, at = {}, {}, 0
-- `#fresh` means nothing in a list that is eaten from its front.
local last = 0
-- Not local: `done` reads these two of each thread.
wraps, tokens = 0, 0
local FORM = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

local function urlencode(text)
  return (text:gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", string.byte(c)) end))
end

function init(args)
  local file = assert(io.open(args[1], "r"))
  mode = file:read("*l")
  path = file:read("*l")
  head = file:read("*l")
  authorize = file:read("*l")
  for line in file:lines() do
    if mode == "cycle" or mode == "once" then line = line:gsub("\t", "\r\n") end
    items[#items + 1] = line
  end
  file:close()
  if mode == "rotate" then
    for _, token in ipairs(items) do last = last + 1; fresh[last] = token end
    at = 1
  end
  -- Where every answer is as good as the other, nobody has to read it.
  if mode == "cycle" or mode == "once" then response = nil end
end

function request()
  if mode == "cycle" or mode == "once" then
    at = at + 1
    if at > #items then at = 1; wraps = wraps + 1 end
    return items[at]
  end
  if mode == "rotate" then
    local token = fresh[at]
    if token == nil then wraps = wraps + 1; return wrk.format("GET", "/queue-ran-dry") end
    fresh[at] = nil
    at = at + 1
    return wrk.format("POST", path, FORM, head .. urlencode(token))
  end
  local code = table.remove(fresh)
  if code ~= nil then return wrk.format("POST", path, FORM, head .. urlencode(code)) end
  at = at % #items + 1
  return wrk.format("GET", authorize, { ["Cookie"] = items[at] })
end

function response(status, headers, body)
  if mode == "rotate" then
    local token = body:match('"refresh_token"%s*:%s*"([^"]+)"')
    if token ~= nil then last = last + 1; fresh[last] = token; tokens = tokens + 1 end
    return
  end
  if status == 302 or status == 303 then
    local target = headers["location"] or headers["Location"] or ""
    local code = target:match("[?&]code=([^&#]+)")
    if code ~= nil then fresh[#fresh + 1] = code:gsub("%%(%x%x)", function(h) return string.char(tonumber(h, 16)) end) end
  elseif status == 200 and body:find('"access_token"', 1, true) then
    tokens = tokens + 1
  end
end

function done(summary, latency, requests)
  local wrapped, issued = 0, 0
  for _, thread in ipairs(threads) do
    wrapped = wrapped + (thread:get("wraps") or 0)
    issued = issued + (thread:get("tokens") or 0)
  end
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.4f,"p50":%.3f,"p99":%.3f,"max":%.3f,"failed":%d,"broken":%d,"wraps":%d,"tokens":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, wrapped, issued))
end
