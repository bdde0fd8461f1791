import * as assert from "../assert.ts";
import type { UploadAnswer } from "../../src/api/types.ts";
import { ApiError } from "../../src/api/error.ts";
import { batches, type Picked, type Send, UploadQueue } from "../../src/pages/images/upload/UploadQueue.ts";

const file = (name: string, size = 1000): Picked => ({ name, size, file: new File([], name) });
const files = (count: number, size?: number) => Array.from({ length: count }, (_, i) => file(`f${i}.jpg`, size));

const answer = (some: readonly Picked[]): UploadAnswer => ({
  uploaded: some.filter((one) => !one.name.endsWith(".txt")).map((one) => ({
    image_id: one.name,
    filename: one.name,
    sha256: "",
    width: 1,
    height: 1,
    ...(one.name.startsWith("again") ? { duplicate_of: "old" } : {}),
  })),
  rejected: some.filter((one) => one.name.endsWith(".txt")).map((one) => ({
    filename: one.name,
    reason: "not an image",
  })),
});

async function finished(queue: UploadQueue) {
  for (let i = 0; i < 500 && queue.state.active; i++) await Promise.resolve();
  assert.ok(!queue.state.active);
}

Deno.test("batches are bounded by number and by bytes; a large file goes alone", () => {
  assert.deepEqual(batches(files(50)).map((batch) => batch.length), [24, 24, 2]);
  assert.deepEqual(batches([file("a", 1), file("b", 200e6), file("c", 1)]).map((batch) => batch.length), [1, 1, 1]);
  assert.deepEqual(batches(files(6, 20e6)).map((batch) => batch.length), [2, 2, 2]);
  assert.deepEqual(batches([]), []);
});

Deno.test("every file has a verdict: added, a double, or refused with the reason", async () => {
  const queue = new UploadQueue((some) => Promise.resolve(answer(some)));
  queue.add([...files(30), file("again.jpg"), file("notes.txt")]);
  await finished(queue);
  assert.equal(queue.state.added, 30);
  assert.deepEqual(queue.state.duplicates, [{ filename: "again.jpg", imageId: "old" }]);
  assert.deepEqual(queue.state.rejected, [{ filename: "notes.txt", reason: "not an image" }]);
  assert.equal(queue.state.sentBytes, queue.state.totalBytes);
});

Deno.test("a batch of which every file was refused does not stop the others", async () => {
  const send: Send = (some) => {
    const said = answer(some);
    if (said.uploaded.length > 0) return Promise.resolve(said);
    return Promise.reject(new ApiError({ title: "Invalid", status: 422, detail: "all refused", ...said }));
  };
  const queue = new UploadQueue(send);
  queue.add([file("large.txt", 60e6), ...files(3)]);
  await finished(queue);
  assert.deepEqual(queue.state.rejected, [{ filename: "large.txt", reason: "not an image" }]);
  assert.equal(queue.state.added, 3);
  assert.equal(queue.state.error, null);
});

Deno.test("a server that is away stops the upload; what did not go can be sent again", async () => {
  let down = true;
  const queue = new UploadQueue((some) =>
    down ? Promise.reject(ApiError.unreachable()) : Promise.resolve(answer(some))
  );
  queue.add(files(30));
  await finished(queue);
  assert.equal(queue.state.failed.length, 30);
  assert.equal(queue.state.error?.status, 0);
  down = false;
  queue.retry();
  await finished(queue);
  assert.equal(queue.state.added, 30);
  assert.equal(queue.state.failed.length, 0);
  assert.equal(queue.state.total, 30);
});

Deno.test("progress moves within a batch, and stopping keeps what has landed", async () => {
  const seen: number[] = [];
  let reject: (error: unknown) => void = () => {};
  const send: Send = (some, onProgress, signal) => {
    onProgress(0.5);
    if (some.some((one) => one.name === "f24.jpg")) {
      return new Promise((_, no) => {
        reject = no;
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    }
    return Promise.resolve(answer(some));
  };
  const queue = new UploadQueue(send);
  queue.listen(() => seen.push(queue.state.sentBytes));
  queue.add(files(48));
  for (let i = 0; i < 50; i++) await Promise.resolve();
  queue.cancel();
  await finished(queue);
  assert.equal(queue.state.added, 24);
  assert.ok(seen.includes(12_000) && seen.includes(36_000));
});
