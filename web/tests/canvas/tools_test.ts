import * as assert from "../assert.ts";
import { BoxTool } from "../../src/canvas/tools/BoxTool.ts";
import { PolygonTool } from "../../src/canvas/tools/PolygonTool.ts";
import { SelectTool } from "../../src/canvas/tools/SelectTool.ts";
import { KeyPointer } from "../../src/canvas/engine/KeyPointer.ts";
import type { Tool } from "../../src/canvas/tools/Tool.ts";
import { click, drag, Host, pointer } from "./host.ts";
import { box, sceneOf, shape } from "./shapes.ts";

Deno.test("a box by a drag, in any direction, kept inside the image", () => {
  const host = new Host(sceneOf());
  const tool = new BoxTool(host);
  drag(tool, [200, 150], [100, 50]);
  drag(tool, [600, 400], [900, 900]);
  assert.deepEqual(host.geometries, [
    { type: "box", x: 100, y: 50, width: 100, height: 100 },
    { type: "box", x: 600, y: 400, width: 40, height: 80 },
  ]);
  assert.equal(tool.busy, false);
});

Deno.test("a box by two clicks, and Esc gives up the first", () => {
  const host = new Host(sceneOf());
  const tool = new BoxTool(host);
  click(tool, 10, 10);
  assert.equal(tool.busy, true);
  tool.move(pointer(60, 40));
  assert.deepEqual(host.shown?.geometry, { type: "box", x: 10, y: 10, width: 50, height: 30 });
  click(tool, 110, 60);
  assert.deepEqual(host.geometries, [{ type: "box", x: 10, y: 10, width: 100, height: 50 }]);
  click(tool, 10, 10);
  assert.equal(tool.cancel(), true);
  assert.equal(tool.cancel(), false);
  assert.equal(host.geometries.length, 1);
});

Deno.test("a box of nothing is not drawn", () => {
  const host = new Host(sceneOf());
  const tool = new BoxTool(host);
  click(tool, 10, 10);
  click(tool, 10, 10.5);
  assert.deepEqual(host.geometries, []);
});

Deno.test("a polygon by clicks closes on its first vertex, with Enter, or by a double click", () => {
  for (const close of ["first", "enter", "double"]) {
    const host = new Host(sceneOf());
    const tool = new PolygonTool(host);
    for (const [x, y] of [[10, 10], [100, 10], [100, 80], [50, 120]] as const) click(tool, x, y);
    if (close === "first") click(tool, 13, 12);
    if (close === "enter") tool.key("Enter");
    if (close === "double") click(tool, 50, 120, { clicks: 2 });
    assert.deepEqual(
      host.geometries,
      [{ type: "polygon", points: [[10, 10], [100, 10], [100, 80], [50, 120]] }],
      close,
    );
    assert.equal(tool.busy, false);
  }
});

Deno.test("Backspace takes the last vertex back; two vertices make no polygon", () => {
  const host = new Host(sceneOf());
  const tool = new PolygonTool(host);
  click(tool, 10, 10);
  click(tool, 100, 10);
  click(tool, 100, 80);
  assert.equal(tool.key("Backspace"), true);
  tool.key("Enter");
  assert.deepEqual(host.geometries, []);
  assert.equal(host.shown?.path?.length, 2);
  tool.key("Backspace");
  tool.key("Backspace");
  assert.equal(tool.busy, false);
  assert.equal(tool.key("Backspace"), false, "then the key is the page's again");
});

Deno.test("click selects, Shift adds and takes away, a click on nothing clears", () => {
  const host = new Host(sceneOf(box("a", 10, 10, 50, 50), box("b", 200, 200, 50, 50)));
  const tool = new SelectTool(host);
  click(tool, 35, 35);
  assert.deepEqual([...host.selection], ["a"]);
  click(tool, 225, 225, { shift: true });
  assert.deepEqual([...host.selection].sort(), ["a", "b"]);
  click(tool, 225, 225, { shift: true });
  assert.deepEqual([...host.selection], ["a"]);
  click(tool, 400, 400);
  assert.equal(host.selection.size, 0);
  assert.equal(host.commands.length, 0, "selecting changes nothing");
});

Deno.test("a drag moves what was pressed, all of the selection together, as one command", () => {
  const host = new Host(sceneOf(box("a", 10, 10, 50, 50), box("b", 200, 200, 50, 50)));
  const tool = new SelectTool(host);
  drag(tool, [35, 35], [45, 55]);
  assert.deepEqual(host.scene.get("a")?.geometry, { type: "box", x: 20, y: 30, width: 50, height: 50 });
  host.select(["a", "b"]);
  drag(tool, [225, 225], [5, 225]);
  assert.deepEqual(host.scene.get("a")?.geometry, { type: "box", x: 0, y: 30, width: 50, height: 50 });
  assert.deepEqual(host.scene.get("b")?.geometry, { type: "box", x: 180, y: 200, width: 50, height: 50 });
  assert.deepEqual(host.commands.map((command) => [command.title, command.changes.length]), [["Move", 1], [
    "Move 2 objects",
    2,
  ]]);
});

Deno.test("nothing is committed while a drag lasts, nor when it is given up", () => {
  const host = new Host(sceneOf(box("a", 10, 10, 50, 50)));
  const tool = new SelectTool(host);
  tool.down(pointer(35, 35));
  tool.move(pointer(80, 80));
  assert.equal(host.commands.length, 0);
  assert.deepEqual(host.shown?.changed?.[0]?.geometry, { type: "box", x: 55, y: 55, width: 50, height: 50 });
  assert.equal(tool.cancel(), true);
  tool.up(pointer(80, 80));
  assert.equal(host.commands.length, 0);
  assert.deepEqual(host.scene.get("a"), box("a", 10, 10, 50, 50));
});

Deno.test("handles resize, vertices move, the middle between two makes a third", () => {
  const host = new Host(
    sceneOf(box("a", 10, 10, 50, 50), shape("p", { type: "polygon", points: [[300, 300], [400, 300], [400, 400]] })),
  );
  const tool = new SelectTool(host);
  host.select(["a"]);
  drag(tool, [60, 60], [110, 90]);
  assert.deepEqual(host.scene.get("a")?.geometry, { type: "box", x: 10, y: 10, width: 100, height: 80 });
  host.select(["p"]);
  drag(tool, [300, 300], [280, 290]);
  drag(tool, [400, 350], [450, 350]);
  assert.deepEqual(host.scene.get("p")?.geometry, {
    type: "polygon",
    points: [[280, 290], [400, 300], [450, 350], [400, 400]],
  });
  click(tool, 450, 350, { alt: true });
  assert.deepEqual(host.scene.get("p")?.geometry, { type: "polygon", points: [[280, 290], [400, 300], [400, 400]] });
});

Deno.test("a rectangle on nothing selects what it encloses", () => {
  const host = new Host(sceneOf(box("a", 10, 10, 50, 50), box("b", 100, 10, 50, 50), box("c", 300, 300, 50, 50)));
  drag(new SelectTool(host), [5, 70], [155, 5]);
  assert.deepEqual([...host.selection].sort(), ["a", "b"]);
});

Deno.test("who may only look selects but moves nothing", () => {
  const host = new Host(sceneOf(box("a", 10, 10, 50, 50)));
  host.editable = false;
  drag(new SelectTool(host), [35, 35], [80, 80]);
  assert.deepEqual([...host.selection], ["a"]);
  assert.equal(host.commands.length, 0);
});

function byKeys(host: Host, currentTool: Tool): KeyPointer {
  return new KeyPointer({ viewport: host.viewport, currentTool, follow: () => {} });
}

Deno.test("a box by keys alone: Enter, arrows, Enter, arrows, Enter", () => {
  const host = new Host(sceneOf());
  const keys = byKeys(host, new BoxTool(host));
  assert.equal(keys.move(1, 0), false, "arrows belong to the page until Enter");
  assert.ok(keys.press());
  keys.move(-10, -10);
  keys.press();
  keys.move(100, 0);
  keys.move(0, 50);
  keys.press();
  assert.deepEqual(host.geometries, [{ type: "box", x: 310, y: 230, width: 100, height: 50 }]);
  assert.ok(keys.leave() && !keys.active);
});

Deno.test("a polygon by keys alone ends with Enter twice in one place", () => {
  const host = new Host(sceneOf());
  const keys = byKeys(host, new PolygonTool(host));
  keys.press();
  for (const [dx, dy] of [[0, 0], [50, 0], [0, 50]] as const) {
    keys.move(dx, dy);
    keys.press();
  }
  keys.press();
  assert.deepEqual(host.geometries, [{ type: "polygon", points: [[320, 240], [370, 240], [370, 290]] }]);
});

Deno.test("Enter is the tool's own while a pointer draws", () => {
  const host = new Host(sceneOf());
  const tool = new PolygonTool(host);
  click(tool, 10, 10);
  assert.equal(byKeys(host, tool).press(), false);
});

Deno.test("by keys the select tool takes hold and lets go, however short the way", () => {
  const host = new Host(sceneOf(box("a", 10, 10, 50, 50)));
  const tool = new SelectTool(host);
  const keys = new KeyPointer({
    viewport: host.viewport,
    currentTool: tool,
    follow: () => {},
    start: () => ({ x: 35, y: 35 }),
  });
  keys.press();
  keys.press();
  assert.ok(keys.holds);
  assert.deepEqual([...host.selection], ["a"]);
  keys.move(1, 0);
  assert.equal(host.commands.length, 0, "nothing changes before it is let go");
  keys.press();
  assert.deepEqual(host.scene.get("a")?.geometry, { type: "box", x: 11, y: 10, width: 50, height: 50 });
  keys.jump({ x: 61, y: 60 });
  keys.press();
  keys.move(9, 10);
  keys.press();
  assert.deepEqual(host.scene.get("a")?.geometry, { type: "box", x: 11, y: 10, width: 59, height: 60 });
});
