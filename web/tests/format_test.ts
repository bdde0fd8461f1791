import * as assert from "./assert.ts";
import { ago, bytes, compact, count, duration, percent, plural, remaining, score } from "../src/lib/format.ts";

Deno.test("bytes", () => {
  assert.deepEqual([0, 999, 1000, 1536, 250_000_000, 999_950].map(bytes), [
    "0 B",
    "999 B",
    "1 kB",
    "1.5 kB",
    "250 MB",
    "1 MB",
  ]);
});
Deno.test("counts", () => {
  assert.equal(count(12345), "12,345");
  assert.equal(plural(1, "image"), "1 image");
  assert.equal(plural(2, "class", "classes"), "2 classes");
  assert.equal(compact(3_157_200), "3.2 M");
});
Deno.test("percent and scores", () => {
  assert.equal(percent(0.8765), "87.7 %");
  assert.equal(score(0.87654), "0.877");
  assert.equal(score(null), "–");
});
Deno.test("durations", () =>
  assert.deepEqual([3.14, 45, 200, 7500].map(duration), ["3.1 s", "45 s", "3 min 20 s", "2 h 05 min"]));
Deno.test("ago", () => {
  const now = Date.parse("2024-05-02T12:00:00Z");
  assert.equal(ago("2024-05-02T11:59:50Z", now), "just now");
  assert.equal(ago("2024-05-02T11:55:00Z", now), "5 min ago");
  assert.equal(ago("2024-05-02T09:00:00Z", now), "3 h ago");
  assert.equal(ago("2024-05-01T09:00:00Z", now), "yesterday");
});
Deno.test("time left is said only when it can be known", () => {
  const now = Date.parse("2024-05-02T12:00:00Z");
  assert.equal(remaining(0.01, "2024-05-02T11:00:00Z", now), null);
  assert.equal(remaining(0.5, "2024-05-02T11:59:00Z", now), "about 1 min left");
  assert.equal(remaining(1, "2024-05-02T11:59:00Z", now), null);
});
