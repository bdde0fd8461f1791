import * as assert from "../assert.ts";
import type { Annotation, AnnotationOp } from "../../src/api/types.ts";
import { ApiError } from "../../src/api/error.ts";
import { creating } from "../../src/canvas/scene/shape.ts";
import type { OutboxRecord } from "../../src/pages/image/outbox/Outbox.ts";
import { longestMs, pauseMs, Runner } from "../../src/pages/image/outbox/Runner.ts";
import { box } from "../canvas/shapes.ts";
import { saveWords } from "../../src/pages/image/saveWords.ts";
import { ModelServer } from "./server.ts";

/** Time that stands still until it is moved, a network that can be cut, storage that can be read. */
class World {
  now = 0;
  timers: { at: number; run: () => void; off: boolean }[] = [];
  server = new ModelServer();
  online = true;
  kept: OutboxRecord | null = null;
  stores = true;

  ports = {
    send: (_: string, ops: AnnotationOp[]): Promise<Annotation[]> => {
      if (!this.online) return Promise.reject(ApiError.unreachable());
      try {
        return Promise.resolve(this.server.patch(ops));
      } catch (error) {
        return Promise.reject(error);
      }
    },
    keep: (_: string, record: OutboxRecord | null) => {
      this.kept = structuredClone(record);
      return Promise.resolve(this.stores);
    },
    after: (milliseconds: number, run: () => void) => {
      const timer = { at: this.now + milliseconds, run, off: false };
      this.timers.push(timer);
      return () => void (timer.off = true);
    },
  };

  async pass(milliseconds: number) {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.timers.filter((t) => !t.off && t.at <= end).sort((x, y) => x.at - y.at)[0];
      if (!next) break;
      this.now = next.at;
      next.off = true;
      next.run();
      for (let i = 0; i < 20; i++) await Promise.resolve();
    }
    this.now = end;
  }

  runner(record: OutboxRecord | null = null) {
    return new Runner("image", this.ports, [...this.server.rows.values()], record);
  }
}

const shape = (id: string) => creating(box(id, 1, 1, 10, 10));

Deno.test("an edit is on disk at once and on the server after a pause", async () => {
  const world = new World();
  const runner = world.runner();
  runner.change([shape("a")]);
  assert.equal(world.kept?.entries.length, 1);
  assert.equal(world.server.rows.size, 0);
  await world.pass(pauseMs);
  assert.equal(world.server.rows.size, 1);
  assert.equal(runner.status.is, "saved");
  assert.equal(world.kept, null);
});

Deno.test("somebody who never pauses is saved all the same, within two seconds", async () => {
  const world = new World();
  const runner = world.runner();
  for (let i = 0; i < 20; i++) {
    runner.change([shape(`s${i}`)]);
    await world.pass(200);
    if (world.now >= longestMs + 200) assert.ok(world.server.rows.size > 0);
  }
  assert.ok(longestMs < 2000);
});

Deno.test("offline: kept here, tried again with patience, sent once", async () => {
  const world = new World();
  const runner = world.runner();
  world.online = false;
  runner.change([shape("a")]);
  await world.pass(pauseMs);
  assert.deepEqual(runner.status, { is: "offline", count: 1 });
  runner.change([shape("b")]);
  await world.pass(30_000);
  assert.deepEqual(runner.status, { is: "offline", count: 2 });
  assert.equal(world.kept?.entries.length, 2);
  world.online = true;
  await world.pass(30_000);
  assert.equal(runner.status.is, "saved");
  assert.deepEqual([...world.server.rows.keys()].sort(), ["a", "b"]);
  assert.equal(world.server.batches.length, 1);
});

Deno.test("a reload while offline loses nothing", async () => {
  const world = new World();
  world.online = false;
  world.runner().change([shape("a")]);
  await world.pass(pauseMs);
  const kept = world.kept;
  world.timers = [];
  world.online = true;
  const runner = world.runner(kept);
  assert.equal(runner.status.is, "unsaved");
  await world.pass(pauseMs);
  assert.equal(runner.status.is, "saved");
  assert.equal(world.server.rows.size, 1);
});

Deno.test("saving now does not wait", async () => {
  const world = new World();
  const runner = world.runner();
  runner.change([shape("a")]);
  await runner.flush();
  assert.equal(runner.status.is, "saved");
});

Deno.test("a large edit goes in batches", async () => {
  const world = new World();
  const runner = world.runner();
  runner.change(Array.from({ length: 1200 }, (_, i) => shape(`s${i}`)));
  await world.pass(pauseMs);
  assert.deepEqual(world.server.batches.map((batch) => batch.length), [500, 500, 200]);
  assert.equal(runner.status.is, "saved");
});

Deno.test("a refusal is said in the server's words and not repeated", async () => {
  const world = new World();
  let tries = 0;
  world.ports.send = () => {
    tries++;
    return Promise.reject(
      new ApiError({ title: "Invalid", status: 422, detail: "ops.0.geometry.width: must be positive" }),
    );
  };
  const runner = world.runner();
  runner.change([shape("a")]);
  await world.pass(60_000);
  assert.equal(tries, 1);
  assert.deepEqual(runner.status, { is: "refused", count: 1, reason: "ops.0.geometry.width: must be positive" });
  assert.equal(world.kept?.entries.length, 1);
});

Deno.test("a refusal names the fields that the server named", async () => {
  const world = new World();
  const errors = [{ field: "ops[0].geometry.points", message: "enclose nothing" }];
  world.ports.send = () =>
    Promise.reject(new ApiError({ title: "Invalid", status: 422, detail: "The request is not valid.", errors }));
  const runner = world.runner();
  runner.change([shape("a")]);
  await world.pass(pauseMs);
  assert.deepEqual(runner.status, { is: "refused", count: 1, reason: "ops[0].geometry.points enclose nothing" });
});

Deno.test("a conflict waits for a choice and saves the rest", async () => {
  const world = new World();
  world.server.patch([{ action: "create", id: "a", label_id: "label", geometry: box("a", 0, 0, 5, 5).geometry }]);
  const runner = world.runner();
  world.server.edit("a", "theirs");
  runner.change([{ id: "a", before: box("a", 0, 0, 5, 5), after: box("a", 9, 9, 5, 5) }, shape("b")]);
  await world.pass(60_000);
  assert.equal(runner.status.is, "conflict");
  assert.ok(world.server.rows.has("b"));
  runner.resolve("a", "mine");
  await world.pass(pauseMs);
  assert.equal(runner.status.is, "saved");
  assert.deepEqual([...world.server.rows.keys()].sort(), ["a", "b"]);
});

Deno.test("an ended session loses nothing: it goes on after signing in again", async () => {
  const world = new World();
  const send = world.ports.send;
  world.ports.send = () =>
    Promise.reject(new ApiError({ title: "Sign in", status: 401, detail: "The session has ended." }));
  const runner = world.runner();
  runner.change([shape("a")]);
  await world.pass(pauseMs);
  assert.equal(runner.status.is, "signedOut");
  world.ports.send = send;
  await runner.flush();
  assert.equal(runner.status.is, "saved");
});

Deno.test("a batch that is too large goes in smaller ones; one object that is too large is said", async () => {
  const world = new World();
  const send = world.ports.send;
  world.ports.send = (image, ops) =>
    ops.length > 3 || ops.some(({ id }) => id === "huge")
      ? Promise.reject(new ApiError({ title: "Too large", status: 413, detail: "16 MB at most" }))
      : send(image, ops);
  const runner = world.runner();
  runner.change([...Array.from({ length: 9 }, (_, i) => shape(`s${i}`)), shape("huge")]);
  await world.pass(60_000);
  assert.equal(world.server.rows.size, 9);
  assert.deepEqual(runner.status, { is: "refused", count: 1, reason: "16 MB at most" });
});

Deno.test("a browser that cannot store is no secret", async () => {
  const world = new World();
  world.stores = false;
  world.online = false;
  const runner = world.runner();
  runner.change([shape("a")]);
  await world.pass(pauseMs);
  assert.equal(runner.kept, false);
  const words = saveWords(runner.status, runner.kept);
  assert.ok(words.text.includes("in this window only"), words.text);
  assert.ok(!words.text.includes("kept"), words.text);
  world.stores = true;
  runner.change([shape("b")]);
  await world.pass(0);
  for (let i = 0; i < 5; i++) await Promise.resolve();
  assert.equal(runner.kept, true);
});

Deno.test("what the server made of one's own edit is told apart from what others did", async () => {
  const world = new World();
  const runner = world.runner();
  const told: boolean[] = [];
  runner.onAdopt = (_, own) => told.push(own);
  runner.change([shape("a")]);
  await world.pass(pauseMs);
  world.server.edit("a", "theirs");
  runner.hear([world.server.rows.get("a")!]);
  assert.deepEqual(told, [false]);
});

Deno.test("offline, then a conflict: the choice is sent without waiting for a retry", async () => {
  const world = new World();
  world.server.patch([{ action: "create", id: "a", label_id: "label", geometry: box("a", 0, 0, 5, 5).geometry }]);
  const runner = world.runner();
  world.online = false;
  runner.change([{ id: "a", before: box("a", 0, 0, 5, 5), after: box("a", 9, 9, 5, 5) }]);
  await world.pass(pauseMs);
  world.server.edit("a", "theirs");
  world.online = true;
  await runner.flush();
  assert.equal(runner.status.is, "conflict");
  runner.resolve("a", "mine");
  await world.pass(pauseMs);
  assert.equal(runner.status.is, "saved");
});
