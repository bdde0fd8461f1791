import * as assert from "../assert.ts";
import type { Geometry } from "../../src/api/types.ts";
import { type Handle, handles } from "../../src/canvas/geometry/edit.ts";
import {
  normalAngle,
  type RotatedBox,
  rotatedFromSide,
  rotatedHandle,
  rotatedResized,
  rotatedTurned,
  turnedAround,
  turnHandle,
} from "../../src/canvas/geometry/rotated.ts";
import { cornersOf } from "../../src/canvas/geometry/rings.ts";
import { KeyPointer } from "../../src/canvas/engine/KeyPointer.ts";
import { RotatedBoxTool } from "../../src/canvas/tools/RotatedBoxTool.ts";
import { SelectTool } from "../../src/canvas/tools/SelectTool.ts";
import { click, drag, Host, pointer } from "./host.ts";
import { sceneOf, shape } from "./shapes.ts";

const size = { width: 640, height: 480 };
const turned: RotatedBox = { type: "rotated_box", cx: 300, cy: 200, width: 120, height: 60, angle: 30 };
const near = (a: { x: number; y: number }, b: { x: number; y: number }, within = 0.02) =>
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) <= within, `${a.x},${a.y} is not ${b.x},${b.y}`);

Deno.test("angles are clockwise on the screen and stay in (-180, 180]", () => {
  near(turnedAround({ x: 1, y: 0 }, { x: 0, y: 0 }, 90), { x: 0, y: 1 });
  assert.deepEqual([-180, 180, 181, 359.5, -540, 720].map(normalAngle), [180, 180, -179, -0.5, 180, 0]);
});

Deno.test("a handle takes its corner or side along; what lies opposite stays", () => {
  for (const angle of [0, 30, -77, 135]) {
    const box = { ...turned, angle };
    for (const handle of handles) {
      const opposite = (handle + 4) % 8 as Handle;
      const from = rotatedHandle(box, handle);
      const after = rotatedResized(box, handle, { x: from.x + 11, y: from.y - 7 }, size);
      near(rotatedHandle(after, opposite), rotatedHandle(box, opposite));
      assert.equal(after.angle, normalAngle(angle));
      if (handle % 2 === 0) near(rotatedHandle(after, handle), { x: from.x + 11, y: from.y - 7 });
    }
  }
});

Deno.test("pulled across the opposite side it turns over rather than shrinking to nothing", () => {
  const after = rotatedResized(turned, 3, { x: 100, y: 100 }, size);
  assert.ok(after.width > 0 && after.height === 60);
});

Deno.test("turning follows the pointer around the centre; Shift goes in steps of 15 degrees", () => {
  const centre = { x: turned.cx, y: turned.cy };
  const from = turnHandle(turned, 24);
  const to = turnedAround(from, centre, 41);
  assert.equal(rotatedTurned(turned, from, to, false).angle, 71);
  assert.equal(rotatedTurned(turned, from, to, true).angle, 75);
  assert.equal(rotatedTurned(turned, from, turnedAround(from, centre, 200), false).angle, -130);
});

Deno.test("one side and a depth make the box on that side of the line", () => {
  const below = rotatedFromSide({ x: 100, y: 100 }, { x: 200, y: 100 }, { x: 150, y: 140 });
  assert.deepEqual(below, { type: "rotated_box", cx: 150, cy: 120, width: 100, height: 40, angle: 0 });
  const down = rotatedFromSide({ x: 100, y: 100 }, { x: 100, y: 200 }, { x: 60, y: 0 })!;
  assert.equal(down.angle, 90);
  const corners = cornersOf(down).map(([x, y]) => [Math.round(x), Math.round(y)].join()).sort();
  assert.deepEqual(corners, ["100,100", "100,200", "60,100", "60,200"]);
  assert.equal(rotatedFromSide({ x: 5, y: 5 }, { x: 5, y: 5 }, { x: 9, y: 9 }), null);
});

Deno.test("the tool: a drag is upright, three clicks are turned, Shift steps the side, Esc gives up", () => {
  const host = new Host(sceneOf());
  const tool = new RotatedBoxTool(host);
  drag(tool, [100, 100], [200, 180]);
  click(tool, 100, 100);
  tool.cancel();
  click(tool, 100, 300);
  tool.move(pointer(180, 360));
  click(tool, 180, 360);
  tool.move(pointer(150, 250));
  click(tool, 150, 250);
  click(tool, 400, 100);
  click(tool, 500, 104, { shift: true });
  click(tool, 450, 150);
  const [upright, three, stepped] = host.geometries as RotatedBox[];
  assert.deepEqual(upright, { type: "rotated_box", cx: 150, cy: 140, width: 100, height: 80, angle: 0 });
  assert.equal(three!.width, 100);
  assert.ok(Math.abs(three!.angle - 36.87) < 0.01);
  assert.ok(Math.abs(stepped!.angle) < 0.01 && stepped!.height === 50);
  assert.equal(host.geometries.length, 3);
});

Deno.test("clicks in one place and a depth of nothing make no box", () => {
  const host = new Host(sceneOf());
  const tool = new RotatedBoxTool(host);
  click(tool, 100, 100);
  click(tool, 100, 100);
  click(tool, 200, 100);
  click(tool, 150, 100);
  assert.deepEqual(host.geometries, []);
  click(tool, 150, 130);
  assert.equal(host.geometries.length, 1);
});

Deno.test("a rotated box by keys alone", () => {
  const host = new Host(sceneOf());
  const keys = new KeyPointer({ viewport: host.viewport, currentTool: new RotatedBoxTool(host), follow: () => {} });
  keys.press();
  keys.press();
  keys.move(30, 40);
  keys.press();
  keys.move(-40, 30);
  keys.press();
  const [box] = host.geometries as RotatedBox[];
  assert.ok(box!.width === 50 && box!.height === 50 && Math.abs(box!.angle - 53.13) < 0.01);
});

Deno.test("the select tool resizes in the box's own axes and turns it by its handle", () => {
  const host = new Host(sceneOf(shape("r", turned)));
  const tool = new SelectTool(host);
  host.select(["r"]);
  const side = rotatedHandle(turned, 3);
  const out = { x: side.x + Math.cos(Math.PI / 6) * 20, y: side.y + Math.sin(Math.PI / 6) * 20 };
  drag(tool, [side.x, side.y], [out.x, out.y]);
  const wide = host.scene.get("r")!.geometry as RotatedBox;
  assert.ok(Math.abs(wide.width - 140) < 0.02 && wide.height === 60 && wide.angle === 30);
  const grip = turnHandle(wide, host.reach.handle * 3);
  const there = turnedAround(grip, { x: wide.cx, y: wide.cy }, 50);
  drag(tool, [grip.x, grip.y], [there.x, there.y], { shift: true });
  assert.equal((host.scene.get("r")!.geometry as RotatedBox).angle, 75);
  assert.deepEqual(host.commands.map((command) => command.title), ["Resize", "Turn"]);
});

Deno.test("a locked shape offers no handles to a person who may only look", () => {
  const geometry: Geometry = turned;
  const host = new Host(sceneOf(shape("r", geometry)));
  host.editable = false;
  host.select(["r"]);
  const grip = turnHandle(turned, host.reach.handle * 3);
  drag(new SelectTool(host), [grip.x, grip.y], [500, 300]);
  assert.deepEqual(host.scene.get("r")?.geometry, geometry);
});
