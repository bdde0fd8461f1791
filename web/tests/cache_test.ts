import * as assert from "./assert.ts";
import { QueryCache } from "../src/api/cache.ts";
import { ApiError } from "../src/api/error.ts";

/** Requests that the test answers by hand. */
function server() {
  const asked: { signal: AbortSignal; answer: (value: unknown) => void; fail: (error: unknown) => void }[] = [];
  const fetcher = (signal: AbortSignal) => new Promise<unknown>((answer, fail) => asked.push({ signal, answer, fail }));
  return { asked, fetcher };
}

const turn = () => new Promise((done) => setTimeout(done, 0));

Deno.test("two views of a path share one request and one answer", async () => {
  const cache = new QueryCache();
  const { asked, fetcher } = server();
  let told = 0;
  cache.watch("/a", fetcher, () => told++);
  cache.watch("/a", fetcher, () => told++);
  void cache.ensure("/a", 1000);
  void cache.ensure("/a", 1000);
  assert.equal(asked.length, 1);
  asked[0]!.answer(7);
  await turn();
  assert.equal(cache.read("/a").data, 7);
  assert.equal(told, 4);
});

Deno.test("an answer is fresh for a while, then asked for again behind the old one", async () => {
  let now = 1000;
  const cache = new QueryCache(() => now);
  const { asked, fetcher } = server();
  cache.watch("/a", fetcher, () => {});
  void cache.ensure("/a", 500);
  asked[0]!.answer("old");
  await turn();
  void cache.ensure("/a", 500);
  assert.equal(asked.length, 1);
  now += 501;
  void cache.ensure("/a", 500);
  assert.equal(asked.length, 2);
  assert.equal(cache.read("/a").data, "old");
});

Deno.test("a failed refresh keeps the old answer and says why", async () => {
  const cache = new QueryCache();
  const { asked, fetcher } = server();
  cache.watch("/a", fetcher, () => {});
  void cache.fetch("/a");
  asked[0]!.answer(1);
  await turn();
  void cache.fetch("/a");
  asked[1]!.fail(new ApiError({ title: "Away", status: 503, detail: "" }));
  await turn();
  assert.equal(cache.read("/a").data, 1);
  assert.equal(cache.read("/a").error?.status, 503);
});

Deno.test("invalidation aborts what is under way, asks again, and a late answer of before is dropped", async () => {
  const cache = new QueryCache();
  const { asked, fetcher } = server();
  cache.watch("/api/jobs?kind=all", fetcher, () => {});
  void cache.fetch("/api/jobs?kind=all");
  cache.invalidate("/api/jobs");
  assert.ok(asked[0]!.signal.aborted);
  assert.equal(asked.length, 2);
  asked[0]!.answer("before");
  await turn();
  assert.equal(cache.read("/api/jobs?kind=all").data, undefined);
  asked[1]!.answer("after");
  await turn();
  assert.equal(cache.read("/api/jobs?kind=all").data, "after");
  assert.equal(cache.read("/api/jobs?kind=all").epoch, 1);
});

Deno.test("nobody looks on: the request is given up, the answer is asked for when someone comes back", async () => {
  const cache = new QueryCache();
  const { asked, fetcher } = server();
  const leave = cache.watch("/a", fetcher, () => {});
  void cache.fetch("/a");
  leave();
  assert.ok(asked[0]!.signal.aborted);
  cache.watch("/a", fetcher, () => {});
  void cache.ensure("/a", 1000);
  assert.equal(asked.length, 2);
  asked[0]!.fail(new DOMException("aborted", "AbortError"));
  asked[1]!.answer(5);
  await turn();
  assert.equal(cache.read("/a").error, null);
  assert.equal(cache.read("/a").data, 5);
});
