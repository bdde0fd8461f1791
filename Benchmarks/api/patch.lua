-- Changes 20 annotations of one image after another, each with the version that it has by then: image i is visited again
-- only after all others, so the version of an annotation is the number of times that its image was visited, plus one.
-- BENCH_RUN numbers the runs: what an earlier one wrote is not written again, for that would be no change.
local images = {}
local at, round, run, tried = 0, 0, 0, false

function init(args)
    run = tonumber(os.getenv("BENCH_RUN"))
    for line in io.lines(os.getenv("BENCH_IMAGES")) do
        local fields = {}
        for word in line:gmatch("%S+") do fields[#fields + 1] = word end
        images[#images + 1] = fields
    end
end

function request()
    -- The first is asked for on trial and never sent.
    if not tried then
        tried = true
        return wrk.format("GET", "/")
    end
    at = at + 1
    if at > #images then at = 1; round = round + 1 end
    local image, version, ops = images[at], round + 1, {}
    for index = 3, #image do
        ops[#ops + 1] = string.format(
            '{"action":"update","id":"%s","label_id":"%s","version":%d,"geometry":{"type":"box","x":%d,"y":%d,"width":40,"height":30}}',
            image[index], image[2], version, (index * 7 + version + 31 * run) % 500, (index * 5 + version) % 400)
    end
    local body = '{"ops":[' .. table.concat(ops, ",") .. "]}"
    local headers = {["Content-Type"] = "application/json", ["Authorization"] = os.getenv("BENCH_AUTH")}
    return wrk.format("PATCH", "/api/images/" .. image[1] .. "/annotations", headers, body)
end
