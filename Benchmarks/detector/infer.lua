-- Sends one picture with one model's name, as a form, again and again.
function init(args)
    local file = io.open(os.getenv("BENCH_PICTURE"), "rb")
    local picture = file:read("*a")
    file:close()
    local boundary = "----benchmark7d1f"
    local body = {}
    local model = os.getenv("BENCH_MODEL") or ""
    if model ~= "" then
        body[#body + 1] = "--" .. boundary .. '\r\nContent-Disposition: form-data; name="model_id"\r\n\r\n' .. model .. "\r\n"
    end
    body[#body + 1] = "--" .. boundary .. '\r\nContent-Disposition: form-data; name="file"; filename="picture.jpg"\r\n'
        .. "Content-Type: image/jpeg\r\n\r\n" .. picture .. "\r\n--" .. boundary .. "--\r\n"
    wrk.method, wrk.body = "POST", table.concat(body)
    wrk.headers["Content-Type"] = "multipart/form-data; boundary=" .. boundary
    wrk.headers["Authorization"] = os.getenv("BENCH_AUTH")
end
