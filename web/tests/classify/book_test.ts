import * as assert from "../assert.ts";
import type { Annotation, ClassifyItem, ClassifyOutcome, Id } from "../../src/api/types.ts";
import { ApiError } from "../../src/api/error.ts";
import { ClassBook } from "../../src/pages/classify/ClassBook.ts";

/** A server that keeps classes as the real one does, and time that stands still until it is moved. */
class World {
  classes = new Map<Id, Annotation>();
  deleted = new Map<Id, number>();
  single = true;
  online = true;
  requests = 0;
  reads = 0;
  kept = new Map<Id, unknown>();
  timers: { run: () => void; off: boolean }[] = [];
  serial = 0;

  book = new ClassBook({
    newId: () => `a${++this.serial}`,
    read: (images) => {
      this.reads++;
      if (!this.online) return Promise.reject(ApiError.unreachable());
      return Promise.resolve([...this.classes.values()].filter((one) => images.includes(one.image_id)));
    },
    load: () => Promise.resolve(null),
    keep: (image, record) => {
      if (record) this.kept.set(image, record);
      else this.kept.delete(image);
      return Promise.resolve();
    },
    after: (_, run) => {
      const timer = { run, off: false };
      this.timers.push(timer);
      return () => void (timer.off = true);
    },
    send: (items) => {
      this.requests++;
      return this.online
        ? Promise.resolve(items.map((item) => this.#apply(item)))
        : Promise.reject(ApiError.unreachable());
    },
  });

  #apply({ image_id, ops }: ClassifyItem): ClassifyOutcome {
    const before = new Map(this.classes);
    for (const op of ops) {
      if (op.action === "delete") {
        if (this.classes.get(op.id)?.version !== op.version) return this.#conflict(image_id, before);
        this.classes.delete(op.id);
        this.deleted.set(op.id, op.version! + 1);
      } else {
        if (this.deleted.has(op.id) && this.deleted.get(op.id) !== op.version) return this.#conflict(image_id, before);
        this.classes.set(op.id, annotation(op.id, image_id, op.label_id!, (this.deleted.get(op.id) ?? 0) + 1));
      }
    }
    if (this.single && this.of(image_id).length > 1) return this.#conflict(image_id, before);
    return { image_id, status: 200, detail: null, annotations: this.of(image_id) };
  }

  #conflict(image_id: Id, before: Map<Id, Annotation>): ClassifyOutcome {
    this.classes = before;
    return { image_id, status: 409, detail: "taken", annotations: this.of(image_id) };
  }

  of(image: Id): Annotation[] {
    return [...this.classes.values()].filter((one) => one.image_id === image);
  }

  labels(image: Id): Id[] {
    return this.of(image).map((one) => one.label_id);
  }

  async settle() {
    for (let round = 0; round < 20; round++) {
      const due = this.timers.filter((timer) => !timer.off);
      this.timers = [];
      for (const timer of due) timer.run();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

function annotation(id: Id, image_id: Id, label_id: Id, version = 1): Annotation {
  const at = "2026-01-01T00:00:00Z";
  return {
    id,
    image_id,
    label_id,
    geometry: { type: "image" },
    confidence: null,
    is_prediction: false,
    attributes: {},
    z_order: 0,
    track: null,
    version,
    created_by: null,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  };
}

Deno.test("a key gives a class, another replaces it, the same takes it; many images go in one request", async () => {
  const world = new World();
  await world.book.want(["i1", "i2"]);
  assert.equal(world.book.press(["i1", "i2"], "cat", false), "given");
  assert.deepEqual(world.book.labels("i1"), ["cat"]);
  assert.equal(world.book.status.is, "unsaved");
  assert.equal(world.kept.size, 2);
  await world.settle();
  assert.equal(world.requests, 1);
  assert.equal(world.book.status.is, "saved");
  assert.equal(world.kept.size, 0);
  world.book.press(["i1"], "dog", false);
  await world.settle();
  assert.deepEqual(world.labels("i1"), ["dog"]);
  assert.equal(world.book.press(["i1"], "dog", false), "taken");
  await world.settle();
  assert.deepEqual(world.labels("i1"), []);
  assert.deepEqual(world.labels("i2"), ["cat"]);
});

Deno.test("with several classes an image, keys add and take one by one", async () => {
  const world = new World();
  world.single = false;
  await world.book.want(["i1", "i2"]);
  world.book.press(["i1"], "cat", true);
  world.book.press(["i1", "i2"], "dog", true);
  assert.deepEqual(world.book.labels("i1"), ["cat", "dog"]);
  // One lacks it: it is given to that one, and taken from nobody.
  assert.equal(world.book.press(["i1", "i2"], "cat", true), "given");
  assert.deepEqual(world.book.labels("i2"), ["dog", "cat"]);
  await world.settle();
  assert.deepEqual(world.labels("i2").sort(), ["cat", "dog"]);
});

Deno.test("undo goes back press by press, before and after saving", async () => {
  const world = new World();
  await world.book.want(["i1"]);
  world.book.press(["i1"], "cat", false);
  await world.settle();
  world.book.press(["i1"], "dog", false);
  await world.settle();
  assert.deepEqual(world.book.undo(), ["i1"]);
  await world.settle();
  assert.deepEqual(world.labels("i1"), ["cat"]);
  world.book.undo();
  await world.settle();
  assert.deepEqual(world.labels("i1"), []);
  assert.deepEqual(world.book.undo(), []);
});

Deno.test("while the server is away all is kept, and goes when it is back", async () => {
  const world = new World();
  await world.book.want(["i1"]);
  world.online = false;
  world.book.press(["i1"], "cat", false);
  for (let i = 0; i < 3; i++) {
    await world.book.flush();
    assert.equal(world.book.status.is, "offline");
  }
  assert.equal(world.kept.size, 1);
  world.online = true;
  await world.settle();
  assert.equal(world.book.status.is, "saved");
  assert.deepEqual(world.labels("i1"), ["cat"]);
});

Deno.test("who was first stands, and it is said", async () => {
  const world = new World();
  await world.book.want(["i1", "i2"]);
  const overtaken: Id[] = [];
  world.book.onOvertaken = (image) => overtaken.push(image);
  world.classes.set("theirs", annotation("theirs", "i1", "bird"));
  world.book.press(["i1", "i2"], "cat", false);
  await world.settle();
  assert.deepEqual(overtaken, ["i1"]);
  assert.deepEqual(world.book.labels("i1"), ["bird"]);
  assert.deepEqual(world.labels("i2"), ["cat"]);
  assert.equal(world.book.status.is, "saved");
  world.book.press(["i1"], "cat", false);
  await world.settle();
  assert.deepEqual(world.labels("i1"), ["cat"]);
});

Deno.test("classes that could not be fetched are asked for again after a while, not at once", async () => {
  const world = new World();
  world.online = false;
  world.book.listen(() => void world.book.want(["i1"]));
  await world.book.want(["i1"]);
  await world.book.want(["i1"]);
  assert.equal(world.reads, 1);
  assert.equal(world.book.labels("i1"), undefined);
  assert.equal(world.book.press(["i1"], "cat", false), null);
  world.online = true;
  await world.settle();
  assert.equal(world.reads, 2);
  assert.deepEqual(world.book.labels("i1"), []);
});
