import * as assert from "../assert.ts";
import { History } from "../../src/canvas/edit/History.ts";
import { creating, deleting, replacing } from "../../src/canvas/scene/shape.ts";
import { box, sceneOf } from "./shapes.ts";
import { random } from "./random.ts";

Deno.test("undo and redo walk the same way back and forth", () => {
  const scene = sceneOf();
  const history = new History(() => 0);
  const next = random(5);
  const states = [JSON.stringify(scene.shapes())];
  for (let i = 0; i < 200; i++) {
    const shapes = scene.shapes();
    const pick = shapes[Math.floor(next() * shapes.length)];
    const fresh = box(`s${i}`, next() * 100, next() * 100, 10, 10);
    const change = !pick || next() < 0.5
      ? creating(fresh)
      : next() < 0.5
      ? deleting(pick)
      : replacing(pick, { ...pick, geometry: fresh.geometry });
    scene.apply([change]);
    history.push({ title: "x", changes: [change] });
    states.push(JSON.stringify(scene.shapes()));
  }
  for (let at = states.length - 1; at > 0; at--) {
    assert.equal(JSON.stringify(scene.shapes()), states[at]);
    scene.apply(history.undo()!.changes);
  }
  assert.equal(history.undo(), null);
  assert.equal(scene.size, 0);
  for (let at = 1; at < states.length; at++) {
    scene.apply(history.redo()!.changes);
    assert.equal(JSON.stringify(scene.shapes()), states[at]);
  }
  assert.equal(history.redo(), null);
});

Deno.test("a new command forgets what was undone", () => {
  const history = new History(() => 0);
  history.push({ title: "one", changes: [creating(box("a", 0, 0, 1, 1))] });
  history.undo();
  history.push({ title: "two", changes: [creating(box("b", 0, 0, 1, 1))] });
  assert.equal(history.redoTitle, null);
  assert.equal(history.undoTitle, "two");
});

Deno.test("a row of nudges is one step, a pause or another hand starts anew", () => {
  let now = 0;
  const history = new History(() => now);
  const at = (x: number) => box("a", x, 0, 5, 5);
  const nudge = (from: number, key = "nudge a") =>
    history.push({ title: "Nudge", changes: [replacing(at(from), at(from + 1))], mergeKey: key });
  nudge(0);
  now += 100;
  nudge(1);
  now += 100;
  nudge(2);
  now += 5000;
  nudge(3);
  assert.deepEqual(history.undo()!.changes, [replacing(at(4), at(3))]);
  assert.deepEqual(history.undo()!.changes, [replacing(at(3), at(0))]);
  assert.equal(history.undo(), null);
});

Deno.test("commands that change nothing are not remembered", () => {
  const history = new History();
  history.push({ title: "nothing", changes: [] });
  assert.equal(history.undoTitle, null);
});

Deno.test("commands remember their picture; the next one says where it was", () => {
  const history = new History(() => 0);
  const on = (place: string, id: string) => ({ title: `Draw ${id}`, place, changes: [creating(box(id, 0, 0, 1, 1))] });
  history.push(on("first", "a"));
  history.push(on("second", "b"));
  assert.equal(history.next("undo")!.place, "second");
  assert.equal(history.next("undo")!.changes[0]!.after, null, "as undo would answer it");
  assert.equal(history.undo()!.place, "second");
  assert.equal(history.next("undo")!.place, "first");
  assert.equal(history.next("redo")!.place, "second");
  history.forget("second");
  assert.equal(history.next("redo"), null);
  assert.equal(history.undoTitle, "Draw a");
});

Deno.test("a row of nudges is one step on one picture, not across two", () => {
  const history = new History(() => 0);
  const nudge = (place: string, x: number) => ({
    title: "Nudge",
    mergeKey: "nudge a",
    place,
    changes: [replacing(box("a", x, 0, 1, 1), box("a", x + 1, 0, 1, 1))],
  });
  for (const [place, x] of [["first", 0], ["first", 1], ["second", 2]] as const) history.push(nudge(place, x));
  assert.equal(history.undo()!.place, "second");
  assert.equal(history.undo()!.place, "first");
  assert.equal(history.undo(), null);
});

Deno.test("what the server made of a shape is what undo finds", () => {
  const history = new History(() => 0);
  const drawn = box("a", 90, 0, 20, 20);
  const cut = box("a", 90, 0, 10, 20);
  history.push({ title: "Draw", changes: [creating(drawn)] });
  history.push({ title: "Delete", changes: [deleting(drawn)] });
  history.adopt([{ id: "a", before: drawn, after: cut }]);
  assert.equal(history.undo()!.changes[0]!.after, cut);
  assert.equal(history.undo()!.changes[0]!.before, cut);
});
