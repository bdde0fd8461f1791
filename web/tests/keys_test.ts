import * as assert from "./assert.ts";
import { bindings, conflicts, keysOf } from "../src/app/keys.ts";
import { keyText, Sequencer, strokeOf } from "../src/app/keyboard.ts";

const press = (
  key: string,
  more: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }> = {},
) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

Deno.test("strokes are named the same on every keyboard", () => {
  assert.equal(strokeOf(press("z", { ctrlKey: true }), false), "Mod+Z");
  assert.equal(strokeOf(press("z", { metaKey: true }), true), "Mod+Z");
  assert.equal(strokeOf(press("Z", { ctrlKey: true, shiftKey: true }), false), "Mod+Shift+Z");
  assert.equal(strokeOf(press("?", { shiftKey: true }), false), "?");
  assert.equal(strokeOf(press(" "), false), "Space");
  assert.equal(strokeOf(press("ArrowLeft", { shiftKey: true }), false), "Shift+ArrowLeft");
});

Deno.test("a sign made with AltGr is that sign, whatever else the system reports", () => {
  const graph = {
    ...press("[", { ctrlKey: true, altKey: true }),
    getModifierState: (key: string) => key === "AltGraph",
  };
  assert.equal(strokeOf(graph, false), "[");
  assert.equal(strokeOf(press("[", { ctrlKey: true, altKey: true }), false), "Mod+Alt+[");
});

Deno.test("people read keys, not code", () => {
  assert.equal(keyText("Mod+Shift+Z", false), "Ctrl+Shift+Z");
  assert.equal(keyText("Mod+Z", true), "⌘Z");
  assert.equal(keyText("G P", false), "G then P");
});

Deno.test("ids are unique and every binding has keys and a title", () => {
  assert.equal(new Set(bindings.map((binding) => binding.id)).size, bindings.length);
  for (const binding of bindings) assert.ok(binding.keys.length > 0 && binding.title, binding.id);
});

Deno.test("no key means two things inside one group", () => {
  for (const group of new Set(bindings.map((binding) => binding.group))) {
    const keys = bindings.filter((binding) => binding.group === group).flatMap((binding) => [...binding.keys]);
    assert.equal(new Set(keys).size, keys.length, `${group}: ${keys.filter((key, i) => keys.indexOf(key) !== i)}`);
  }
});

Deno.test("two strokes in a second are a sequence, later ones are not", () => {
  const keys = new Sequencer();
  keys.feed("G", 0);
  assert.ok(keys.feed("P", 400).includes("go.projects"));
  keys.feed("G", 5000);
  assert.ok(!keys.feed("P", 6500).includes("go.projects"));
});

Deno.test("a sequence does not start another", () => {
  const keys = new Sequencer();
  keys.feed("G", 0);
  keys.feed("P", 100);
  assert.ok(!keys.feed("D", 200).includes("go.dashboard"));
});

Deno.test("remapped keys win", () => {
  assert.deepEqual(keysOf("tool.box", { "tool.box": ["E"] }), ["E"]);
  assert.ok(new Sequencer().feed("E", 0, { "tool.box": ["E"] }).includes("tool.box"));
  assert.ok(!new Sequencer().feed("B", 0, { "tool.box": ["E"] }).includes("tool.box"));
});

Deno.test("a key given twice in one group is told", () => {
  assert.deepEqual(conflicts("tool.box"), []);
  assert.deepEqual(conflicts("tool.box", { "tool.box": ["P"] }).map((one) => one.id), ["tool.polygon"]);
  assert.deepEqual(
    conflicts("tool.box", { "tool.box": ["D"] }).map((one) => one.id),
    ["image.next"],
    "also where another group of the same page has it",
  );
  for (const { id } of bindings) assert.deepEqual(conflicts(id), [], `${id} as the table has it`);
});
