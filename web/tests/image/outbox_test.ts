import * as assert from "../assert.ts";
import type { AnnotationConflict } from "../../src/api/types.ts";
import { creating, deleting, replacing } from "../../src/canvas/scene/shape.ts";
import { Outbox } from "../../src/pages/image/outbox/Outbox.ts";
import { box } from "../canvas/shapes.ts";
import { ModelServer } from "./server.ts";

const a = box("a", 10, 10, 50, 50);
const moved = box("a", 20, 20, 50, 50);
const movedAgain = box("a", 30, 30, 50, 50);

function saved(...shapes: ReturnType<typeof box>[]): { server: ModelServer; outbox: Outbox } {
  const server = new ModelServer();
  server.patch(
    shapes.map((shape) => ({ action: "create", id: shape.id, label_id: shape.labelId, geometry: shape.geometry })),
  );
  server.batches = [];
  return { server, outbox: new Outbox([...server.rows.values()]) };
}

Deno.test("a created shape is saved once the server says so, not before", () => {
  const { server, outbox } = saved();
  assert.equal(outbox.status.is, "saved");
  outbox.change([creating(a)]);
  assert.deepEqual(outbox.status, { is: "unsaved", count: 1 });
  const ops = outbox.take()!;
  assert.equal(ops[0]!.action, "create");
  assert.equal(outbox.status.is, "saving");
  outbox.acknowledge(server.patch(ops));
  assert.equal(outbox.status.is, "saved");
  assert.equal(outbox.record(), null);
  assert.equal(outbox.take(), null);
});

Deno.test("ten moves are one update against the version that was seen", () => {
  const { server, outbox } = saved(a);
  for (let i = 0; i < 10; i++) outbox.change([replacing(a, box("a", i, i, 50, 50))]);
  const ops = outbox.take()!;
  assert.equal(ops.length, 1);
  assert.equal(ops[0]!.action, "update");
  assert.equal(ops[0]!.version, 1);
  outbox.acknowledge(server.patch(ops));
  assert.deepEqual(server.rows.get("a")!.geometry, { type: "box", x: 9, y: 9, width: 50, height: 50 });
});

Deno.test("what was undone before it was sent is not sent", () => {
  const { outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  outbox.change([replacing(moved, a)]);
  assert.equal(outbox.status.is, "saved");
  const fresh = box("new", 0, 0, 5, 5);
  outbox.change([creating(fresh)]);
  outbox.change([deleting(fresh)]);
  assert.equal(outbox.take(), null);
});

Deno.test("an edit made while another is under way goes with the next batch", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  const first = outbox.take()!;
  outbox.change([replacing(moved, movedAgain)]);
  assert.equal(outbox.take(), null, "one at a time");
  outbox.acknowledge(server.patch(first));
  assert.equal(outbox.status.is, "unsaved");
  const second = outbox.take()!;
  assert.equal(second[0]!.version, 2);
  outbox.acknowledge(server.patch(second));
  assert.equal(outbox.status.is, "saved");
});

Deno.test("undone while under way: the undo is sent too", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  const first = outbox.take()!;
  outbox.change([replacing(moved, a)]);
  outbox.acknowledge(server.patch(first));
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.deepEqual(server.rows.get("a")!.geometry, a.geometry);
  assert.equal(outbox.status.is, "saved");
});

Deno.test("deleted, saved, undone: created again under its own id", () => {
  const { server, outbox } = saved(a);
  outbox.change([deleting(a)]);
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.equal(server.living.length, 0);
  outbox.change([creating(a)]);
  const kept = new Outbox(server.living, JSON.parse(JSON.stringify(outbox.record())));
  for (const one of [outbox, kept]) assert.equal(one.take()![0]!.version, 2, "with the version of the deletion");
  outbox.unreachable();
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.equal(server.living.length, 1);
});

Deno.test("an answer that was lost does no harm when the batch is sent again", () => {
  const { server, outbox } = saved(a);
  outbox.change([creating(box("b", 1, 1, 9, 9)), replacing(a, moved)]);
  server.patch(outbox.take()!);
  outbox.unreachable();
  assert.equal(outbox.status.is, "offline");
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.equal(outbox.status.is, "saved");
  assert.equal(server.rows.size, 2);
  assert.equal(server.rows.get("a")!.version, 2, "and is no second edit");
});

Deno.test("edits survive a reload with the version they were made against", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved), creating(box("b", 1, 1, 9, 9))]);
  const record = JSON.parse(JSON.stringify(outbox.record()));
  server.edit("a", "other");
  const again = new Outbox([...server.rows.values()], record);
  assert.deepEqual(again.shapes().map((shape) => shape.id).sort(), ["a", "b"]);
  assert.equal(again.take()!.find((op) => op.id === "a")!.version, 1);
});

Deno.test("a reload after the server took it, but before the answer came, finds nothing open", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  server.patch(outbox.take()!);
  const again = new Outbox([...server.rows.values()], JSON.parse(JSON.stringify(outbox.record())));
  assert.equal(again.status.is, "saved");
});

function clash() {
  const { server, outbox } = saved(a, box("b", 100, 100, 5, 5));
  server.edit("a", "theirs");
  outbox.change([replacing(a, moved), replacing(box("b", 100, 100, 5, 5), box("b", 101, 101, 5, 5))]);
  try {
    server.patch(outbox.take()!);
  } catch (error) {
    const { annotations, missing } = (error as { problem: AnnotationConflict }).problem;
    outbox.conflict(annotations, missing ?? [], "stale");
  }
  return { server, outbox };
}

Deno.test("a conflict names what clashed; the rest is saved meanwhile", () => {
  const { server, outbox } = clash();
  assert.equal(outbox.status.is, "conflict");
  const [conflict] = outbox.conflicts;
  assert.equal(conflict!.id, "a");
  assert.equal(conflict!.theirs!.label_id, "theirs");
  assert.deepEqual(conflict!.mine, moved);
  const ops = outbox.take()!;
  assert.deepEqual(ops.map((op) => op.id), ["b"]);
  outbox.acknowledge(server.patch(ops));
  assert.equal(outbox.status.is, "conflict");
});

Deno.test("mine: sent over theirs, knowingly", () => {
  const { server, outbox } = clash();
  assert.equal(outbox.resolve("a", "mine"), null);
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.equal(outbox.status.is, "saved");
  assert.deepEqual(server.rows.get("a")!.geometry, moved.geometry);
  assert.equal(server.rows.get("a")!.version, 3);
});

Deno.test("theirs: the picture is told what to show", () => {
  const { outbox } = clash();
  const change = outbox.resolve("a", "theirs")!;
  assert.equal(change.after!.labelId, "theirs");
  assert.deepEqual(outbox.shapes().find((shape) => shape.id === "a")!.geometry, a.geometry);
});

Deno.test("they deleted what was edited here: mine makes it anew, theirs lets it go", () => {
  for (const choice of ["mine", "theirs"] as const) {
    const { server, outbox } = saved(a);
    server.remove("a");
    outbox.change([replacing(a, moved)]);
    assert.throws(() => server.patch(outbox.take()!));
    outbox.conflict([...server.rows.values()], [], "gone");
    assert.equal(outbox.conflicts[0]!.theirs, null);
    const change = outbox.resolve("a", choice);
    if (choice === "theirs") assert.equal(change!.after, null);
    else outbox.acknowledge(server.patch(outbox.take()!));
    assert.equal(server.living.length, choice === "mine" ? 1 : 0);
    assert.equal(outbox.status.is, "saved");
  }
});

Deno.test("both did the same: nobody is asked", () => {
  const { server, outbox } = saved(a);
  outbox.change([deleting(a)]);
  outbox.take();
  server.remove("a");
  outbox.conflict([...server.rows.values()], [], "gone");
  assert.equal(outbox.status.is, "saved");
});

Deno.test("what the server refuses is kept, not repeated by itself, and tried again when asked or edited", () => {
  const { outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  outbox.take();
  outbox.refuse("width must be positive");
  assert.deepEqual(outbox.status, { is: "refused", count: 1, reason: "width must be positive" });
  assert.equal(outbox.take(), null);
  outbox.change([replacing(moved, movedAgain)]);
  assert.equal(outbox.take()!.length, 1);
});

Deno.test("a fresh answer of the server replaces what is not being edited", () => {
  const { server, outbox } = saved(a, box("b", 1, 1, 9, 9));
  outbox.change([replacing(a, moved)]);
  server.edit("a", "theirs");
  server.remove("b");
  outbox.refresh(server.living);
  assert.deepEqual(outbox.shapes(), [moved]);
});

Deno.test("what the server made of a shape is shown: it cuts shapes to the image", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  const [stored] = server.patch(outbox.take()!);
  const cut = { type: "box", x: 20, y: 20, width: 40, height: 50 } as const;
  const changes = outbox.acknowledge([{ ...stored!, geometry: cut }]);
  assert.deepEqual(changes.map((change) => change.after!.geometry), [cut]);
  assert.equal(outbox.status.is, "saved");
});

Deno.test("what others do is shown at once, but never over an edit that is open here", () => {
  const { server, outbox } = saved(a, box("b", 1, 1, 9, 9));
  outbox.change([replacing(a, moved)]);
  server.edit("a", "theirs");
  server.remove("b");
  const changes = outbox.hear([...server.rows.values()]);
  assert.deepEqual(changes.map(({ id, after }) => [id, after]), [["b", null]]);
  assert.deepEqual(outbox.shapes(), [moved]);
  assert.throws(() => server.patch(outbox.take()!));
  outbox.conflict([server.rows.get("a")!], [], "stale");
  assert.equal(outbox.status.is, "conflict");
  // Old news, and one's own, change nothing.
  assert.deepEqual(outbox.hear([...server.rows.values()]), []);
});

Deno.test("what was told while an edit was under way is shown after its answer", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  const answer = server.patch(outbox.take()!).map((row) => ({ ...row }));
  server.edit("a", "theirs");
  assert.deepEqual(outbox.hear([server.rows.get("a")!]), [], "under way: the answer comes first");
  const [change] = outbox.acknowledge(answer);
  assert.equal(change!.after!.labelId, "theirs");
  assert.equal(outbox.status.is, "saved");
  outbox.change([replacing(change!.after!, movedAgain)]);
  assert.equal(outbox.take()![0]!.version, 3);
});

Deno.test("an edit that is taken back uncovers what others have done meanwhile", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved)]);
  server.edit("a", "theirs");
  outbox.hear([server.rows.get("a")!]);
  const [uncovered] = outbox.change([replacing(moved, a)]);
  assert.equal(uncovered!.after!.labelId, "theirs");
  assert.equal(outbox.status.is, "saved");
});

Deno.test("a choice on screen is between mine and what is there by now", () => {
  const { server, outbox } = clash();
  server.edit("a", "newest");
  outbox.hear([server.rows.get("a")!]);
  assert.equal(outbox.conflicts[0]!.theirs!.label_id, "newest");
  outbox.resolve("a", "mine");
  const ops = outbox.take()!;
  assert.equal(ops.find(({ id }) => id === "a")!.version, 3);
  outbox.acknowledge(server.patch(ops));
  assert.equal(outbox.status.is, "saved");
});

Deno.test("a deletion that is heard can be undone by name", () => {
  const { server, outbox } = saved(a);
  server.remove("a");
  outbox.hear([server.rows.get("a")!]);
  outbox.change([creating(a)]);
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.equal(server.rows.get("a")!.version, 3);
});

Deno.test("created, the answer lost, deleted here: the server is told to delete it too", () => {
  for (const reload of [false, true]) {
    for (const arrived of [true, false]) {
      const { server, outbox } = saved();
      outbox.change([creating(a)]);
      const ops = outbox.take()!;
      if (arrived) server.patch(ops);
      outbox.unreachable();
      outbox.change([deleting(a)]);
      assert.equal(outbox.status.is, "offline");
      const record = JSON.parse(JSON.stringify(outbox.record()));
      const next = reload ? new Outbox(server.living, record) : outbox;
      assert.deepEqual(next.shapes(), []);
      const last = next.take()!;
      if (arrived) next.acknowledge(server.patch(last));
      else {
        assert.throws(() => server.patch(last));
        next.conflict([], ["a"], "not there");
      }
      assert.deepEqual(next.status, { is: "saved" }, `reload ${reload}, arrived ${arrived}`);
      assert.equal(server.living.length, 0);
    }
  }
});

Deno.test("a page that ends while a create is under way, and the object deleted in the next", () => {
  const { server, outbox } = saved();
  outbox.change([creating(a)]);
  const ops = outbox.take()!;
  const record = JSON.parse(JSON.stringify(outbox.record()));
  const next = new Outbox([], record);
  server.patch(ops); // it arrives late
  next.change([deleting(a)]);
  next.acknowledge(server.patch(next.take()!));
  assert.equal(next.status.is, "saved");
  assert.equal(server.living.length, 0);
});

Deno.test("one operation that the server will not take does not hold up the others", () => {
  const { server, outbox } = saved(a);
  outbox.change([replacing(a, moved), creating(box("b", 1, 1, 9, 9))]);
  assert.equal(outbox.take()!.length, 2);
  outbox.refuse("geometry encloses nothing", [0]);
  assert.equal(outbox.status.is, "unsaved");
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.deepEqual(outbox.status, { is: "refused", count: 1, reason: "geometry encloses nothing" });
  assert.ok(server.rows.has("b"));
  outbox.retry();
  assert.equal(outbox.take()!.length, 1);
});

Deno.test("undoing what someone has changed since waits for a choice, whichever it is", () => {
  for (const choice of ["mine", "theirs"] as const) {
    const { server, outbox } = saved(a);
    server.edit("a", "theirs");
    const again = new Outbox(server.living);
    again.dispute([replacing(moved, a)]);
    assert.equal(again.status.is, "conflict");
    assert.equal(again.take(), null);
    again.resolve("a", choice);
    const ops = again.take();
    if (ops) again.acknowledge(server.patch(ops));
    assert.equal(again.status.is, "saved");
    assert.equal(server.rows.get("a")!.label_id, choice === "mine" ? a.labelId : "theirs");
    assert.equal(outbox.status.is, "saved");
  }
});

Deno.test("what another window left is taken over; what is open here is not touched", () => {
  const { server, outbox } = saved(a, box("b", 1, 1, 9, 9));
  const gone = new Outbox(server.living);
  gone.change([replacing(a, moved), deleting(box("b", 1, 1, 9, 9))]);
  outbox.change([replacing(a, movedAgain)]);
  const changes = outbox.adopt(JSON.parse(JSON.stringify(gone.record())));
  assert.deepEqual(changes.map(({ id, after }) => [id, after]), [["b", null]]);
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.deepEqual(server.living.map(({ geometry }) => geometry), [movedAgain.geometry]);
});

Deno.test("an answer that was overtaken is known by the generation", () => {
  const { server, outbox } = saved(a);
  const before = outbox.generation;
  outbox.change([creating(box("b", 1, 1, 9, 9))]);
  outbox.acknowledge(server.patch(outbox.take()!));
  assert.ok(outbox.generation > before);
  assert.equal(outbox.mark.count, 2);
});
