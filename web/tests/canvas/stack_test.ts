import * as assert from "../assert.ts";
import { hitShape } from "../../src/canvas/scene/hit.ts";
import type { Scene } from "../../src/canvas/scene/Scene.ts";
import { restacked, type StackMove } from "../../src/canvas/scene/stack.ts";
import { reversed } from "../../src/canvas/scene/shape.ts";
import { random } from "./random.ts";
import { box, sceneOf } from "./shapes.ts";

const order = (scene: Scene) => scene.shapes().map((shape) => shape.id).join("");
function move(scene: Scene, ids: string, how: StackMove): Scene {
  scene.apply(restacked(scene, [...ids].map((id) => scene.get(id)!), how));
  return scene;
}
/** a, b, c overlap; d lies apart */
const pile = () =>
  sceneOf(box("a", 0, 0, 50, 50), box("b", 10, 10, 50, 50), box("c", 20, 20, 50, 50), box("d", 300, 300, 9, 9));

Deno.test("raising goes over the next level of what it overlaps, lowering back under it", () => {
  const scene = sceneOf(...pile().shapes().map((shape) => shape.id === "c" ? { ...shape, zOrder: 5 } : shape));
  assert.equal(order(move(scene, "a", "raise")), "bdac");
  assert.equal(order(move(scene, "a", "raise")), "bdca");
  assert.equal(order(move(scene, "a", "lower")), "bdac");
  assert.equal(order(move(scene, "a", "lower")).replace("d", ""), "abc");
  assert.equal(order(move(pile(), "a", "raise")), "bcda", "those of one level are passed together");
  assert.deepEqual(restacked(pile(), [pile().get("d")!], "raise"), [], "what overlaps nothing has nothing to pass");
});

Deno.test("front and back pass everything, and nothing is changed twice", () => {
  const scene = move(pile(), "b", "front");
  assert.equal(order(scene), "acdb");
  assert.deepEqual(restacked(scene, [scene.get("b")!], "front"), []);
  assert.equal(order(move(scene, "d", "back")), "dacb");
  assert.ok(scene.get("d")!.zOrder < 0);
});

Deno.test("objects moved together keep their order", () => {
  const next = random(11);
  for (let round = 0; round < 60; round++) {
    const scene = sceneOf(...[..."abcdefgh"].map((id) => ({
      ...box(id, next() * 60, next() * 60, 40, 40),
      zOrder: Math.floor(next() * 4) - 2,
    })));
    const before = order(scene);
    const ids = [...before].filter(() => next() < 0.4).join("");
    const how = (["raise", "lower", "front", "back"] as const)[round % 4]!;
    const after = order(move(scene, ids, how));
    const own = (text: string) => [...text].filter((id) => ids.includes(id)).join("");
    const others = (text: string) => [...text].filter((id) => !ids.includes(id)).join("");
    assert.equal(own(after), own(before));
    assert.equal(others(after), others(before));
    if (how === "front") assert.ok(after.endsWith(own(before)));
    if (how === "back") assert.ok(after.startsWith(own(before)));
  }
});

Deno.test("undo puts the order back; what was raised is hit first", () => {
  const scene = sceneOf(box("large", 0, 0, 100, 100), box("small", 40, 40, 20, 20));
  const reach = { handle: 8, edge: 2 };
  assert.equal(hitShape(scene, { x: 50, y: 50 }, reach)?.id, "small");
  const changes = restacked(scene, [scene.get("large")!], "raise");
  scene.apply(changes);
  assert.equal(hitShape(scene, { x: 50, y: 50 }, reach)?.id, "large");
  assert.equal(hitShape(scene, { x: 40, y: 50 }, reach)?.id, "small", "an edge can always be taken");
  scene.apply(reversed(changes));
  assert.equal(order(scene), "largesmall");
});

Deno.test("hidden labels are neither painted nor hit, and a copy of the scene follows", () => {
  const scene = sceneOf(box("a", 0, 0, 50, 50), { ...box("b", 0, 0, 50, 50), labelId: "other" });
  const copy = sceneOf();
  copy.replay(scene.state());
  scene.onEvent = (event) => copy.replay(event);
  scene.setHiddenLabels(["label"]);
  for (const one of [scene, copy]) {
    assert.deepEqual(one.query({ x0: 0, y0: 0, x1: 9, y1: 9 }).map((entry) => entry.shape.id), ["b"]);
    assert.ok(one.isHidden("a") && !one.isHidden("b"));
  }
  const late = sceneOf();
  late.replay(scene.state());
  assert.ok(late.isHidden("a"));
  scene.load([box("c", 0, 0, 5, 5)]);
  assert.ok(scene.isHidden("c"), "also on the next image");
});
