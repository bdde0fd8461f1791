import * as assert from "./assert.ts";
import { Client, retryAfter, type Transport, withQuery } from "../src/api/client.ts";
import { ApiError } from "../src/api/error.ts";

interface Call {
  url: string;
  init: RequestInit;
}

function client(...answers: (Response | Error)[]): { client: Client; calls: Call[]; waits: number[] } {
  const calls: Call[] = [];
  const waits: number[] = [];
  const transport: Transport = {
    fetch: (url, init) => {
      calls.push({ url, init });
      const answer = answers.shift()!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
  return { client: new Client(transport), calls, waits };
}

const json = (body: unknown, status = 200, headers: { [name: string]: string } = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

const headersOf = (call: Call | undefined) => call!.init.headers as { [name: string]: string };

Deno.test("a query leaves out what is not set and repeats arrays", () => {
  assert.equal(withQuery("/x", { a: 1, b: null, c: undefined, d: "", e: [1, 2], f: false }), "/x?a=1&e=1&e=2&f=false");
});

Deno.test("only unsafe methods carry the CSRF token", async () => {
  const { client: api, calls } = client(json({}), json({}));
  api.setCsrf("t0k");
  await api.get("/api/a");
  await api.post("/api/b", { x: 1 });
  assert.equal(headersOf(calls[0])["X-CSRF-Token"], undefined);
  assert.equal(headersOf(calls[1])["X-CSRF-Token"], "t0k");
  assert.equal(calls[1]!.init.body, '{"x":1}');
});

Deno.test("a problem becomes an ApiError with its fields", async () => {
  const body = {
    title: "Invalid",
    status: 422,
    detail: "Two fields are wrong",
    errors: [{ field: "name", message: "is empty" }, { field: "splits.train", message: "is negative" }],
  };
  const { client: api } = client(json(body, 422, { "Content-Type": "application/problem+json" }));
  const error = await api.post("/api/x").catch((e) => e);
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 422);
  assert.equal(error.field("name"), "is empty");
  assert.equal(error.field("splits"), "is negative");
  assert.equal(error.field("spl"), undefined);
});

Deno.test("an answer that is no JSON is still an error one can read", async () => {
  const { client: api } = client(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
  const error = await api.get("/api/x").catch((e) => e as ApiError) as ApiError;
  assert.equal(error.status, 502);
  assert.match(error.message, /502 Bad Gateway/);
});

Deno.test("GET waits as told on 503 and tries again; POST does not", async () => {
  const busy = () => json({ title: "Busy" }, 503, { "Retry-After": "2" });
  const first = client(busy(), json({ ok: true }));
  assert.deepEqual(await first.client.get("/api/x"), { ok: true });
  assert.deepEqual(first.waits, [2000]);
  const second = client(busy());
  await assert.rejects(second.client.post("/api/x"));
  assert.equal(second.calls.length, 1);
});

Deno.test("GET gives up after four tries", async () => {
  const busy = () => json({ title: "Busy" }, 503);
  const { client: api, calls, waits } = client(busy(), busy(), busy(), busy(), busy());
  await assert.rejects(api.get("/api/x"), (e: ApiError) => e.status === 503);
  assert.equal(calls.length, 4);
  assert.deepEqual(waits, [250, 500, 1000]);
});

Deno.test("a server's Retry-After is bounded", () =>
  assert.equal(retryAfter({ headers: new Headers({ "Retry-After": "3600" }) }, 1), 10_000));

Deno.test("a server that cannot be reached says so", async () => {
  const { client: api } = client(new TypeError("failed to fetch"));
  await assert.rejects(api.get("/api/x"), (e: ApiError) => e.status === 0 && /could not be reached/.test(e.message));
});

Deno.test("401 tells that the session ended, but not at sign-in", async () => {
  const { client: api } = client(json({ title: "No" }, 401), json({ title: "No" }, 401));
  let told = 0;
  api.onSignedOut(() => told++);
  await api.post("/api/auth/login", {}).catch(() => {});
  assert.equal(told, 0);
  await api.get("/api/projects").catch(() => {});
  assert.equal(told, 1);
});

Deno.test("204 answers nothing", async () => {
  const { client: api } = client(new Response(null, { status: 204 }));
  assert.equal(await api.delete("/api/x"), undefined);
});
