import * as assert from "../assert.ts";
import type { Id } from "../../src/api/types.ts";
import { KeyPointer } from "../../src/canvas/engine/KeyPointer.ts";
import { maskOf } from "../../src/canvas/geometry/measure.ts";
import { maskContains } from "../../src/canvas/geometry/mask.ts";
import { type MaskGeometry, maskOfRaster } from "../../src/canvas/mask/maskGeometry.ts";
import { Raster } from "../../src/canvas/mask/Raster.ts";
import { resized } from "../../src/canvas/mask/BrushOptions.ts";
import { reversed } from "../../src/canvas/scene/shape.ts";
import { MaskTool } from "../../src/canvas/tools/MaskTool.ts";
import { click, drag, Host, pointer } from "./host.ts";
import { sceneOf, shape } from "./shapes.ts";

function filled(x0: number, y0: number, x1: number, y1: number): MaskGeometry {
  const raster = new Raster({ width: 640, height: 480 });
  for (let x = x0; x < x1; x++) raster.fill(x, y0, y1, 1);
  return maskOfRaster(raster)!;
}

const maskAt = (host: Host, id: Id) => maskOf(host.scene.get(id)!.geometry as MaskGeometry);

function painter(host: Host, size = 20): MaskTool {
  const tool = new MaskTool(host);
  tool.set({ size });
  return tool;
}

Deno.test("strokes go on in the selected mask, one command each; Enter begins another", () => {
  const host = new Host(sceneOf());
  const tool = painter(host);
  drag(tool, [100, 100], [200, 100]);
  drag(tool, [200, 100], [200, 200]);
  assert.equal(host.scene.size, 1);
  assert.equal(host.commands.length, 2);
  const mask = maskAt(host, "drawn-1");
  for (const [x, y] of [[100, 100], [150, 105], [200, 180]]) assert.ok(maskContains(mask, x!, y!));
  assert.ok(!maskContains(mask, 150, 150));
  assert.equal(tool.busy, false);
  assert.ok(tool.takesEnter);
  assert.ok(tool.key("Enter"));
  click(tool, 400, 300);
  assert.equal(host.scene.size, 2);
  assert.equal(maskAt(host, "drawn-1").area, mask.area, "the first is left alone");
});

Deno.test("a mask that was there is painted on when it is selected; the eraser takes, all of it deletes", () => {
  const host = new Host(sceneOf(shape("m", filled(100, 100, 120, 120))));
  const tool = painter(host);
  host.select(["m"]);
  click(tool, 130, 110);
  assert.ok(maskContains(maskAt(host, "m"), 135, 110) && maskContains(maskAt(host, "m"), 101, 101));
  tool.set({ erasing: true });
  click(tool, 110, 110);
  assert.ok(!maskContains(maskAt(host, "m"), 110, 110));
  tool.set({ size: 400 });
  click(tool, 110, 110);
  assert.equal(host.scene.size, 0);
  assert.equal(host.commands.at(-1)!.changes[0]!.after, null);
});

Deno.test("erasing with nothing selected makes nothing; Alt turns the brush round", () => {
  const host = new Host(sceneOf());
  const tool = painter(host);
  tool.set({ erasing: true });
  click(tool, 100, 100);
  assert.equal(host.commands.length, 0);
  click(tool, 100, 100, { alt: true });
  assert.equal(host.scene.size, 1);
});

Deno.test("erase-under takes the pixels from the others in the same step, and one undo gives all back", () => {
  const mine = shape("mine", filled(0, 0, 50, 50));
  const same = shape("same", filled(40, 0, 120, 50));
  const small = shape("small", filled(62, 22, 66, 26));
  const other = { ...shape("other", filled(40, 0, 120, 50)), labelId: "another" };
  for (const under of ["none", "label", "all"] as const) {
    const host = new Host(sceneOf(mine, same, small, other));
    host.select(["mine"]);
    const tool = painter(host);
    tool.set({ under });
    drag(tool, [45, 25], [80, 25]);
    assert.equal(host.commands.length, 1);
    const takes = under !== "none";
    assert.equal(maskContains(maskAt(host, "same"), 70, 25), !takes);
    assert.equal(host.scene.get("small") === undefined, takes, "what loses all its pixels is no more");
    assert.equal(maskContains(maskAt(host, "other"), 70, 25), under !== "all");
    assert.ok(maskContains(maskAt(host, "same"), 110, 25), "the rest stays");
    // What the brush did not pass stays shared, although both have it.
    assert.ok(maskContains(maskAt(host, "same"), 45, 45) && maskContains(maskAt(host, "mine"), 45, 45));
    host.scene.apply(reversed(host.commands[0]!.changes));
    for (const before of [mine, same, small, other]) assert.deepEqual(host.scene.get(before.id), before);
  }
});

Deno.test("hidden and locked masks lose nothing to erase-under", () => {
  const host = new Host(sceneOf(shape("hidden", filled(0, 0, 50, 50)), shape("locked", filled(0, 0, 50, 50))));
  host.scene.setHidden("hidden", true);
  host.scene.setLocked("locked", true);
  const tool = painter(host);
  tool.set({ under: "all" });
  click(tool, 25, 25);
  assert.equal(host.commands[0]!.changes.length, 1);
});

Deno.test("Esc gives the stroke up, and nothing was committed while it lasted", () => {
  const host = new Host(sceneOf(shape("m", filled(100, 100, 120, 120))));
  host.select(["m"]);
  const tool = painter(host);
  tool.down(pointer(110, 110));
  tool.move(pointer(300, 300));
  assert.ok(tool.busy && host.commands.length === 0);
  assert.deepEqual(host.shown?.lifted, ["m"], "it is shown from its pixels meanwhile");
  assert.ok(host.shown!.mask!.raster.has(200, 200));
  assert.equal(tool.cancel(), true);
  assert.equal(host.shown, null);
  tool.up(pointer(300, 300));
  assert.equal(host.commands.length, 0);
  click(tool, 130, 110);
  assert.ok(!maskContains(maskAt(host, "m"), 200, 200), "nothing of it is left for the next stroke");
});

Deno.test("an outline is filled into the mask, holes by erasing", () => {
  const host = new Host(sceneOf());
  const tool = painter(host);
  tool.set({ tip: "outline" });
  for (const [x, y] of [[100, 100], [200, 100], [200, 200], [100, 200]] as const) click(tool, x, y);
  assert.ok(tool.busy);
  assert.ok(tool.key("Enter"));
  assert.equal(maskAt(host, "drawn-1").area, 100 * 100);
  tool.set({ erasing: true });
  for (const [x, y] of [[140, 140], [160, 140], [160, 160], [140, 160], [140, 140]] as const) click(tool, x, y);
  assert.equal(maskAt(host, "drawn-1").area, 100 * 100 - 20 * 20);
  click(tool, 10, 10);
  click(tool, 30, 10);
  assert.ok(tool.key("Backspace"));
  assert.ok(tool.key("Backspace"));
  assert.equal(tool.busy, false);
});

Deno.test("another selection lets the pixels of the one before go", () => {
  const host = new Host(sceneOf(shape("a", filled(0, 0, 20, 20)), shape("b", filled(100, 0, 120, 20))));
  host.select(["a"]);
  const tool = painter(host);
  click(tool, 10, 30);
  host.select(["b"]);
  tool.settled();
  assert.equal(host.shown?.mask, undefined);
  click(tool, 110, 30);
  assert.ok(maskContains(maskAt(host, "b"), 110, 32) && !maskContains(maskAt(host, "a"), 110, 32));
});

Deno.test("a mask of another picture's size is not painted on", () => {
  const host = new Host(sceneOf(shape("m", { type: "mask", size: [3, 3], counts: "09" })));
  host.select(["m"]);
  click(painter(host), 100, 100);
  assert.equal(host.scene.size, 2);
});

Deno.test("by keys alone: Enter begins, arrows paint, Enter lifts the brush", () => {
  const host = new Host(sceneOf());
  const tool = painter(host, 10);
  const keys = new KeyPointer({ viewport: host.viewport, currentTool: tool, follow: () => {} });
  assert.ok(keys.press());
  assert.equal(tool.busy, false);
  keys.press();
  keys.move(40, 0);
  keys.press();
  keys.move(0, 100);
  assert.equal(host.commands.length, 1);
  const mask = maskAt(host, "drawn-1");
  assert.ok(maskContains(mask, 340, 240) && !maskContains(mask, 360, 300));
  keys.press();
  keys.press();
  assert.equal(host.scene.size, 1, "it goes on in the same mask");
  assert.ok(maskContains(maskAt(host, "drawn-1"), 360, 340));
});

Deno.test("the brush grows and shrinks in steps of its size, within limits", () => {
  assert.equal(resized(1, -1), 1);
  assert.equal(resized(1, 1), 2);
  assert.equal(resized(80, 1), 90);
  assert.equal(resized(10, 200), 1000);
  const tool = painter(new Host(sceneOf()), 24);
  assert.ok(tool.wheel(-100));
  assert.equal(tool.options.value.size, 27);
});
