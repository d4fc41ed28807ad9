-- wrk's side of a slice: sends the prepared requests of a file in order, each once, and prints what became of them as JSON.
-- The file's requests stand one after the other, each behind its length in bytes and a newline.

local requests, at = {}, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local length = file:read("*n")
    if not length then break end
    file:read(1)
    requests[#requests + 1] = file:read(length)
  end
  file:close()
end

-- Beyond the end the last one is sent again; `sent` tells the caller, who then takes the slice for void.
function request()
  at = at + 1
  sent = at
  return requests[at] or requests[#requests]
end

-- The first refusal in its own words; the rest are only counted.
complaint = ""
function response(status, _, body)
  if status > 399 and complaint == "" then complaint = status .. " " .. body:sub(1, 300) end
end

local all = {}
function setup(thread) all[#all + 1] = thread end

function done(summary, latency)
  local total, words = 0, ""
  for _, thread in ipairs(all) do
    total = total + (thread:get("sent") or 0)
    words = words .. thread:get("complaint")
  end
  local errors = summary.errors
  io.write("\n!", (words:gsub("%c", " ")))
  io.write(string.format(
    '\n@{"ops":%d,"seconds":%.6f,"sent":%d,"refused":%d,"broken":%d,"p50Ms":%.3f,"p99Ms":%.3f}\n',
    summary.requests, summary.duration / 1e6, total, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
