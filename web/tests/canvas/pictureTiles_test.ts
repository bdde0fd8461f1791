import * as assert from "../assert.ts";
import {
  ancestor,
  levelAt,
  levelsOf,
  type PictureTile,
  pictureTileBounds,
  pictureTileKey,
  pictureTilesOver,
} from "../../src/canvas/paint/pyramid.ts";
import { PictureTiles } from "../../src/canvas/paint/PictureTiles.ts";
import type { Context2D } from "../../src/canvas/paint/trace.ts";
import { createViewport, type Viewport } from "../../src/canvas/view/viewport.ts";
import { plainLook, seen } from "../../src/canvas/paint/PictureFilter.ts";

const size = { width: 8660, height: 5774 };

Deno.test("levels halve until one tile holds all, and the zoom picks the coarsest that is sharp", () => {
  assert.equal(levelsOf(size), 6);
  assert.equal(levelsOf({ width: 512, height: 10 }), 1);
  assert.equal(levelsOf({ width: 513, height: 10 }), 2);
  assert.equal(levelAt(1, size), 0);
  assert.equal(levelAt(4, size), 0);
  assert.equal(levelAt(0.5, size), 1);
  assert.equal(levelAt(0.26, size), 1);
  assert.equal(levelAt(0.001, size), 5);
});

Deno.test("the tiles of a level cover the image once", () => {
  for (let level = 0; level < levelsOf(size); level++) {
    let covered = 0;
    for (const tile of pictureTilesOver({ x0: -50, y0: -50, x1: 1e5, y1: 1e5 }, level, size)) {
      const b = pictureTileBounds(tile, size);
      covered += (b.x1 - b.x0) * (b.y1 - b.y0);
      const up = pictureTileBounds(ancestor(tile, 1), size);
      assert.ok(up.x0 <= b.x0 && up.y0 <= b.y0 && up.x1 >= b.x1 && up.y1 >= b.y1);
    }
    assert.equal(covered, size.width * size.height);
  }
});

/** A context that notes what was drawn, a bitmap that notes its end, a source that answers when told. */
class World {
  drawn: { name: string; x: number; y: number; width: number; height: number }[] = [];
  asked: { key: string; signal: AbortSignal; come: () => void; fail: () => void }[] = [];
  frames = 0;
  time = 0;
  tiles = new PictureTiles(
    {
      size,
      load: (tile: PictureTile, signal) =>
        new Promise((resolve, reject) => {
          const key = pictureTileKey(tile);
          this.asked.push({ key, signal, come: () => resolve(bitmap(key)), fail: () => reject(new Error("gone")) });
        }),
    },
    bitmap("base"),
    () => this.frames++,
    () => this.time,
  );

  paint(v: Viewport) {
    this.drawn = [];
    this.tiles.paint({
      save: () => {},
      restore: () => {},
      setTransform: () => {},
      drawImage: (image: { name: string }, ...at: number[]) =>
        this.drawn.push({ name: image.name, x: at[4]!, y: at[5]!, width: at[6]!, height: at[7]! }),
    } as unknown as Context2D, v);
  }

  async come() {
    for (const one of this.asked.splice(0)) one.come();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  }
}

const bitmap = (name: string) => ({ name, width: 512, height: 512, close: () => {} }) as unknown as ImageBitmap;
const fitted = createViewport({ width: 1000, height: 700 }, size, 1);

Deno.test("the small picture stands in until tiles come, and no seam or overlap is left between them", async () => {
  const world = new World();
  world.paint(fitted);
  assert.ok(world.drawn.length > 1 && world.drawn.every((one) => one.name === "base"));
  assert.ok(world.asked.length > 0 && world.asked.length <= 6, "a few at a time");
  let sharp = false;
  void world.tiles.sharp.then(() => sharp = true);
  for (let i = 0; i < 20 && !sharp; i++) {
    await world.come();
    world.paint(fitted);
    await Promise.resolve();
  }
  assert.ok(sharp && world.drawn.every((one) => one.name.startsWith("3/")));
  const area = world.drawn.reduce((sum, one) => sum + one.width * one.height, 0);
  const [left, top] = [Math.min(...world.drawn.map((one) => one.x)), Math.min(...world.drawn.map((one) => one.y))];
  const right = Math.max(...world.drawn.map((one) => one.x + one.width));
  const bottom = Math.max(...world.drawn.map((one) => one.y + one.height));
  assert.equal(area, (right - left) * (bottom - top));
});

Deno.test("zooming in shows the coarser tiles meanwhile, and asks only for the level where the zoom rests", async () => {
  const world = new World();
  world.paint(fitted);
  for (let i = 0; i < 5; i++) {
    await world.come();
    world.paint(fitted);
  }
  world.asked = [];
  const close = { ...fitted, scale: 1, offsetX: -4000, offsetY: -2500 };
  world.time = 1000;
  world.paint({ ...fitted, scale: 0.3, offsetX: -500, offsetY: -500 });
  world.paint(close);
  assert.equal(world.asked.length, 0);
  assert.ok(world.drawn.length > 0 && world.drawn.every((one) => one.name.startsWith("3/")));
  world.time += 150;
  world.paint(close);
  assert.ok(world.asked.length > 0 && world.asked.every((one) => one.key.startsWith("0/")));
  world.paint({ ...close, offsetX: -100, offsetY: -100 });
  assert.ok(world.asked.slice(0, 1).every((one) => one.signal.aborted), "what is no longer seen is given up");
});

Deno.test("a tile that fails is told of and tried again after a while", async () => {
  const world = new World();
  world.paint(fitted);
  const told = world.tiles.sharp.then(() => null, (error: Error) => error.message);
  const first = world.asked.length;
  world.asked[0]!.fail();
  assert.equal(await told, "gone");
  world.paint(fitted);
  assert.ok(!world.asked.slice(first).some((one) => one.key === world.asked[0]!.key));
  world.time += 5000;
  world.paint(fitted);
  assert.ok(world.asked.slice(first).some((one) => one.key === world.asked[0]!.key));
  world.tiles.close();
  assert.ok(world.asked.slice(1).every((one) => one.signal.aborted));
});

Deno.test("the look of a picture is a curve: nothing by itself, monotonous, within bounds, its negative turned round", () => {
  for (let i = 0; i <= 10; i++) assert.near(seen(i / 10, plainLook), i / 10);
  const looks = [{ brightness: 40 }, { contrast: 80 }, { contrast: -60 }, { gamma: 2.2 }, {
    gamma: 0.4,
    brightness: -30,
  }];
  for (const change of looks) {
    const look = { ...plainLook, ...change };
    for (let i = 0; i < 50; i++) {
      const [a, b] = [seen(i / 50, look), seen((i + 1) / 50, look)];
      assert.ok(a >= 0 && b <= 1 && a <= b);
      assert.near(seen(i / 50, { ...look, invert: true }), 1 - a);
    }
  }
  assert.ok(seen(0.2, { ...plainLook, gamma: 2 }) > 0.4);
  assert.near(seen(0.5, { ...plainLook, contrast: 100 }), 0.5);
});
