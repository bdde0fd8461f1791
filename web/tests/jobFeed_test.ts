import * as assert from "./assert.ts";
import { emptyFeed, feedWith } from "../src/api/jobFeed.ts";
import type { EpochMetrics, JobFrame } from "../src/api/types.ts";

const log = (offset: number, text: string): JobFrame => ({
  offset,
  type: "log",
  at: "",
  data: { stream: "stdout", text },
});
const metric = (offset: number, epoch: number, box: number): JobFrame => ({
  offset,
  type: "metric",
  at: "",
  data: { epoch, train: { box }, val: {}, lr: null, seconds: 1 } satisfies EpochMetrics,
});

Deno.test("log frames become numbered lines, as a terminal would leave them", () => {
  const feed = feedWith(emptyFeed, [
    log(0, "one\ntwo\n"),
    log(1, "  1%\r 50%\r100%"),
    log(2, "\u001b[31mred\u001b[0m"),
  ]);
  assert.deepEqual(feed.lines.map((line) => [line.number, line.text]), [[0, "one"], [1, "two"], [2, "100%"], [
    3,
    "red",
  ]]);
});

Deno.test("an epoch trained again replaces the old one, and epochs stay in order", () => {
  const feed = feedWith(feedWith(emptyFeed, [metric(0, 2, 0.5), metric(1, 1, 0.9)]), [metric(2, 2, 0.4)]);
  assert.deepEqual(feed.metrics.map((one) => [one.epoch, one.train.box]), [[1, 0.9], [2, 0.4]]);
});

Deno.test("a very long log keeps its end and its numbers", () => {
  const feed = feedWith(emptyFeed, Array.from({ length: 50_010 }, (_, i) => log(i, `line ${i}`)));
  assert.equal(feed.lines.length, 50_000);
  assert.equal(feed.dropped, 10);
  assert.equal(feed.lines[0]!.number, 10);
  const more = feedWith(feed, [log(50_010, "last")]);
  assert.equal(more.lines.at(-1)!.number, 50_010);
});

Deno.test("state and progress are the newest", () => {
  const feed = feedWith(emptyFeed, [
    { offset: 0, type: "progress", at: "", data: { fraction: 0.2, message: "a" } },
    { offset: 1, type: "progress", at: "", data: { fraction: 0.4, message: "b" } },
    { offset: 2, type: "state", at: "", data: { status: "FAILED", error_message: "no disk" } },
  ]);
  assert.deepEqual([feed.progress, feed.message, feed.status, feed.error], [0.4, "b", "FAILED", "no disk"]);
});
