import * as assert from "../assert.ts";
import type { Point } from "../../src/api/types.ts";
import { withHole } from "../../src/canvas/geometry/holes.ts";
import { toSegment } from "../../src/canvas/geometry/measure.ts";
import { borderBetween, thinned } from "../../src/canvas/geometry/path.ts";
import { KeyPointer } from "../../src/canvas/engine/KeyPointer.ts";
import { BoxTool } from "../../src/canvas/tools/BoxTool.ts";
import { PolygonTool } from "../../src/canvas/tools/PolygonTool.ts";
import { PolylineTool } from "../../src/canvas/tools/PolylineTool.ts";
import { SelectTool } from "../../src/canvas/tools/SelectTool.ts";
import { click, drag, Host, pointer } from "./host.ts";
import { random } from "./random.ts";
import { box, sceneOf, shape } from "./shapes.ts";

const square: Point[] = [[100, 100], [300, 100], [300, 300], [100, 300]];

Deno.test("a thinned line keeps its ends and stays within the tolerance of every point", () => {
  const next = random(5);
  for (let round = 0; round < 20; round++) {
    let y = 0;
    const line = Array.from({ length: 200 }, (_, x) => ({ x, y: y += next() * 2 - 1 }));
    const thin = thinned(line, 1.5);
    assert.ok(thin.length < line.length && thin[0] === line[0] && thin.at(-1) === line.at(-1));
    for (const p of line) {
      const away = thin.slice(1).map((b, i) => toSegment(p.x, p.y, [thin[i]!.x, thin[i]!.y], [b.x, b.y]).distance);
      assert.ok(Math.min(...away) <= 1.5);
    }
  }
});

Deno.test("between two places of a ring lies its shorter way", () => {
  const at = (index: number, along: number) => ({ index, along });
  const way = (a: [number, number], b: [number, number], closed = true) =>
    borderBetween(square, closed, at(...a), at(...b)).map(({ x, y }) => [x, y]);
  assert.deepEqual(way([0, 0.5], [1, 0.5]), [[300, 100]]);
  assert.deepEqual(way([1, 0.5], [0, 0.5]), [[300, 100]]);
  assert.deepEqual(way([0, 0.25], [3, 0.75]), [[100, 100]]);
  assert.deepEqual(way([0, 0], [1, 0]), [], "neighbouring vertices have nothing between them");
  assert.deepEqual(way([0, 0.2], [0, 0.8]), []);
  assert.deepEqual(way([2, 0.5], [0, 0.5], false), [[300, 300], [300, 100]], "an open line has one way only");
});

Deno.test("a drag draws a polygon freehand; let go on its start it closes", () => {
  const host = new Host(sceneOf());
  const tool = new PolygonTool(host);
  tool.down(pointer(300, 200));
  for (let turn = 0; turn <= 2 * Math.PI; turn += 0.05) {
    tool.move(pointer(200 + 100 * Math.cos(turn), 200 + 100 * Math.sin(turn)));
  }
  tool.up(pointer(300, 198));
  const [circle] = host.geometries as { type: "polygon"; points: Point[] }[];
  assert.equal(tool.busy, false);
  assert.ok(circle!.points.length > 12 && circle!.points.length < 60, `${circle!.points.length} vertices`);
  for (const [x, y] of circle!.points) assert.ok(Math.abs(Math.hypot(x - 200, y - 200) - 100) < 1);
});

Deno.test("freehand and clicks go on from each other", () => {
  const host = new Host(sceneOf());
  const tool = new PolygonTool(host);
  click(tool, 100, 100);
  drag(tool, [200, 100], [300, 100]);
  assert.equal(tool.busy, true);
  click(tool, 300, 300);
  tool.key("Enter");
  assert.deepEqual(host.geometries, [{ type: "polygon", points: [[100, 100], [200, 100], [300, 100], [300, 300]] }]);
});

Deno.test("points that enclose nothing are refused in words and stay", () => {
  const host = new Host(sceneOf());
  const tool = new PolygonTool(host);
  for (const x of [10, 60, 120]) click(tool, x, 50);
  tool.key("Enter");
  assert.equal(host.geometries.length, 0);
  assert.equal(host.told.length, 1);
  assert.equal(host.shown?.path?.length, 3);
});

Deno.test("a line ends with a double click or Enter, never by coming near itself", () => {
  const host = new Host(sceneOf());
  const tool = new PolylineTool(host);
  for (const [x, y] of [[10, 10], [100, 10], [100, 100], [11, 11]] as const) click(tool, x, y);
  click(tool, 11, 11, { clicks: 2 });
  click(tool, 10, 200);
  assert.equal(tool.key("Enter"), true);
  assert.equal(tool.busy, true, "one vertex is no line");
  click(tool, 90, 200);
  tool.key("Backspace");
  click(tool, 80, 200);
  tool.key("Enter");
  assert.deepEqual(host.geometries, [
    { type: "polyline", points: [[10, 10], [100, 10], [100, 100], [11, 11]] },
    { type: "polyline", points: [[10, 200], [80, 200]] },
  ]);
});

Deno.test("a line by keys alone", () => {
  const host = new Host(sceneOf());
  const keys = new KeyPointer({ viewport: host.viewport, currentTool: new PolylineTool(host), follow: () => {} });
  keys.press();
  keys.press();
  keys.move(50, 10);
  keys.press();
  keys.press();
  assert.deepEqual(host.geometries, [{ type: "polyline", points: [[320, 240], [370, 250]] }]);
});

Deno.test("a hole is cut into the selected polygon: by Alt, or when the tool was told to", () => {
  for (const how of ["alt", "told"]) {
    const host = new Host(sceneOf(shape("p", { type: "polygon", points: square })));
    const tool = new PolygonTool(host);
    host.select(["p"]);
    if (how === "told") tool.cutInto("p");
    click(tool, 150, 150, { alt: how === "alt" });
    click(tool, 250, 150);
    click(tool, 200, 250);
    tool.key("Enter");
    const hole = [[150, 150], [250, 150], [200, 250]];
    assert.deepEqual(host.scene.get("p")?.geometry, { type: "polygon", points: square, holes: [hole] });
    assert.deepEqual([host.geometries.length, host.commands[0]?.title], [0, "Cut a hole"]);
    click(tool, 10, 10);
    click(tool, 50, 10);
    click(tool, 50, 50);
    tool.key("Enter");
    assert.equal(host.geometries.length, 1, "the next ring is a polygon again");
  }
});

Deno.test("a hole outside, across the border or over another hole is refused", () => {
  const polygon = {
    type: "polygon" as const,
    points: square,
    holes: [[[150, 150], [200, 150], [200, 200]] as Point[]],
  };
  assert.match(String(withHole(polygon, [[10, 10], [50, 10], [50, 50]])), /inside/);
  assert.match(String(withHole(polygon, [[90, 210], [250, 210], [250, 250]])), /inside/);
  assert.match(String(withHole(polygon, [[140, 140], [280, 140], [280, 280]])), /another hole/);
  assert.match(String(withHole(polygon, [[180, 160], [190, 160], [190, 165]])), /another hole/);
  assert.equal((withHole(polygon, [[220, 220], [280, 220], [280, 280]]) as typeof polygon).holes.length, 2);
  const bay: Point[] = [[0, 0], [100, 0], [100, 100], [60, 100], [60, 20], [40, 20], [40, 100], [0, 100]];
  // Every corner inside, a side across the bay.
  assert.match(String(withHole({ type: "polygon", points: bay }, [[10, 50], [90, 50], [90, 60]])), /inside/);
});

Deno.test("the last three vertices of a hole go together", () => {
  const hole: Point[] = [[150, 150], [250, 150], [200, 250]];
  const host = new Host(sceneOf(shape("p", { type: "polygon", points: square, holes: [hole] })));
  host.select(["p"]);
  click(new SelectTool(host), 150, 150, { alt: true });
  assert.deepEqual(host.scene.get("p")?.geometry, { type: "polygon", points: square, holes: [] });
});

Deno.test("near a neighbour a vertex goes onto its corner or side, and follows its border", () => {
  const host = new Host(sceneOf(shape("n", { type: "polygon", points: square })));
  host.snaps = true;
  const tool = new PolygonTool(host);
  click(tool, 303, 104);
  click(tool, 304, 297);
  click(tool, 400, 200);
  tool.key("Enter");
  click(tool, 104, 200);
  click(tool, 200, 297);
  click(tool, 50, 350);
  tool.key("Enter");
  assert.deepEqual(host.geometries, [
    { type: "polygon", points: [[300, 100], [300, 300], [400, 200]] },
    { type: "polygon", points: [[100, 200], [100, 300], [200, 300], [50, 350]] },
  ]);
  assert.equal(host.shown, null);
});

Deno.test("Ctrl turns snapping on or off while it is held; a shape does not snap to itself", () => {
  const host = new Host(sceneOf(box("n", 100, 100, 200, 200)));
  const tool = new BoxTool(host);
  drag(tool, [303, 320], [400, 370]);
  drag(tool, [303, 104], [400, 150], { mod: true });
  assert.deepEqual(host.geometries, [
    { type: "box", x: 303, y: 320, width: 97, height: 50 },
    { type: "box", x: 300, y: 100, width: 100, height: 50 },
  ]);
  host.snaps = true;
  host.select(["n"]);
  drag(new SelectTool(host), [300, 300], [304, 305]);
  assert.deepEqual(host.scene.get("n")?.geometry, { type: "box", x: 100, y: 100, width: 204, height: 205 });
});

Deno.test("a moved shape takes hold of its neighbour, vertices before sides; hidden ones do not count", () => {
  const host = new Host(sceneOf(box("n", 100, 100, 100, 100), box("m", 300, 110, 50, 50)));
  const tool = new SelectTool(host);
  host.snaps = true;
  drag(tool, [325, 135], [228, 130]);
  assert.deepEqual(host.scene.get("m")?.geometry, { type: "box", x: 200, y: 100, width: 50, height: 50 });
  host.scene.setHidden("n", true);
  drag(tool, [225, 125], [230, 125]);
  assert.deepEqual(host.scene.get("m")?.geometry, { type: "box", x: 205, y: 100, width: 50, height: 50 });
});
