import * as assert from "../assert.ts";
import { KeyPointer } from "../../src/canvas/engine/KeyPointer.ts";
import { completed, type Keypoints, templateOf, visibilitySet } from "../../src/canvas/geometry/keypoints.ts";
import { hitGrip } from "../../src/canvas/scene/hit.ts";
import { KeypointsTool } from "../../src/canvas/tools/KeypointsTool.ts";
import { SelectTool } from "../../src/canvas/tools/SelectTool.ts";
import { click, drag, Host, pointer } from "./host.ts";
import { sceneOf, shape } from "./shapes.ts";

const skeleton = { keypoints: ["head", "middle", "tail"], edges: [[0, 1], [1, 2]] as [number, number][] };
const fish = (points: Keypoints["points"]): Keypoints => ({ type: "keypoints", points });

function start(...shapes: Parameters<typeof sceneOf>) {
  const host = new Host(sceneOf(...shapes));
  host.skeleton = skeleton;
  return { host, tool: new KeypointsTool(host) };
}

Deno.test("points in order, a click each; the name of the next is told", () => {
  const { host, tool } = start();
  tool.move(pointer(5, 5));
  assert.equal(host.shown?.note?.text, "head");
  assert.deepEqual(tool.progress.value, { name: "head", next: 0, count: 3, hidden: false });
  click(tool, 10, 20);
  assert.equal(tool.progress.value?.name, "middle");
  assert.ok(tool.busy);
  click(tool, 30, 40);
  click(tool, 700, 60);
  assert.deepEqual(host.geometries, [fish([[10, 20, 2], [30, 40, 2], [640, 60, 2]])]);
  assert.equal(tool.busy, false);
  assert.equal(tool.progress.value?.name, "head", "and the next object begins");
});

Deno.test("points are skipped, hidden by key or by the other button, and taken back", () => {
  const { host, tool } = start();
  tool.move(pointer(5, 5));
  assert.ok(tool.skip());
  assert.equal(tool.progress.value?.name, "middle");
  assert.ok(tool.secondary(pointer(10, 10)));
  assert.ok(tool.key("Backspace"));
  assert.ok(tool.turn());
  assert.equal(tool.progress.value?.hidden, true);
  click(tool, 30, 40);
  assert.equal(tool.progress.value?.hidden, false, "for one point");
  click(tool, 50, 60);
  assert.deepEqual(host.geometries, [fish([[0, 0, 0], [30, 40, 1], [50, 60, 2]])]);
});

Deno.test("Enter ends early: the rest is not there; nothing but skipped points is no object", () => {
  const { host, tool } = start();
  click(tool, 10, 20);
  assert.ok(tool.key("Enter"));
  assert.deepEqual(host.geometries, [fish([[10, 20, 2], [0, 0, 0], [0, 0, 0]])]);
  host.select([]);
  for (let i = 0; i < 3; i++) tool.skip();
  assert.equal(host.geometries.length, 1);
  assert.equal(tool.busy, false);
  assert.equal(tool.key("Backspace"), false, "then the key is the page's again");
});

Deno.test("a drag places all points as the last object of the label has them", () => {
  const example = shape("example", fish([[100, 100, 2], [150, 110, 2], [200, 120, 1]]));
  const { host, tool } = start(example);
  drag(tool, [300, 300], [400, 340]);
  assert.deepEqual(host.geometries, [fish([[300, 300, 2], [350, 320, 2], [400, 340, 2]])]);
  tool.down(pointer(10, 10));
  tool.move(pointer(100, 100));
  assert.equal(host.shown?.ghost?.geometry.type, "keypoints");
  assert.equal(tool.cancel(), true);
  tool.up(pointer(100, 100));
  assert.equal(host.geometries.length, 1);
});

Deno.test("without an example a person stands up, and anything else lies around an ellipse", () => {
  const person = templateOf({ keypoints: ["nose", "left_ankle", "Right-Wrist"], edges: [] }, null);
  assert.ok(person[0]![1] < person[2]![1] && person[2]![1] < person[1]![1]);
  for (const [x, y] of templateOf(skeleton, null)) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1);
});

Deno.test("points of the selected object are dragged, with this tool and with select", () => {
  for (const Tool of [KeypointsTool, SelectTool]) {
    const { host } = start(shape("f", fish([[100, 100, 2], [150, 110, 1], [0, 0, 0]])));
    host.select(["f"]);
    const tool = new Tool(host);
    drag(tool, [150, 110], [170, 130]);
    assert.deepEqual(host.scene.get("f")!.geometry, fish([[100, 100, 2], [170, 130, 1], [0, 0, 0]]));
    assert.equal(host.commands.length, 1);
    assert.equal(hitGrip(host.scene.entry("f")!, { x: 0, y: 0 }, host.reach), null, "what is not there is not taken");
  }
});

Deno.test("another label half way begins anew; a label without a skeleton draws nothing", () => {
  const { host, tool } = start();
  click(tool, 10, 20);
  host.labelId = "another";
  click(tool, 30, 40);
  assert.equal(tool.progress.value?.next, 1);
  tool.cancel();
  host.skeleton = null;
  click(tool, 10, 20);
  assert.equal(host.geometries.length, 0);
  assert.equal(tool.progress.value, null);
  assert.equal(tool.busy, false);
  assert.equal(tool.skip(), false);
});

Deno.test("by keys alone", () => {
  const { host, tool } = start();
  const keys = new KeyPointer({ viewport: host.viewport, currentTool: tool, follow: () => {} });
  keys.press();
  keys.press();
  keys.move(10, 0);
  keys.press();
  tool.skip();
  assert.deepEqual(host.geometries, [fish([[320, 240, 2], [330, 240, 2], [0, 0, 0]])]);
});

Deno.test("visibility: a point that goes loses its place, one that comes back appears among the others", () => {
  const two = fish([[10, 20, 2], [30, 40, 2], [0, 0, 0]]);
  assert.deepEqual(visibilitySet(two, 0, 1)!.points[0], [10, 20, 1]);
  assert.deepEqual(visibilitySet(two, 0, 0)!.points[0], [0, 0, 0]);
  assert.deepEqual(visibilitySet(two, 2, 2)!.points[2], [20, 30, 2]);
  assert.equal(visibilitySet(fish([[1, 2, 2], [0, 0, 0]]), 0, 0), null, "one must stay");
  assert.equal(completed(fish([[1, 2, 2]]), skeleton).points.length, 3);
});
