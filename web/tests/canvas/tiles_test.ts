import * as assert from "../assert.ts";
import { Scene } from "../../src/canvas/scene/Scene.ts";
import { creating, deleting, replacing } from "../../src/canvas/scene/shape.ts";
import { TileCache } from "../../src/canvas/paint/TileCache.ts";
import { TilePainter, type TilePort } from "../../src/canvas/paint/TilePainter.ts";
import type { ToWorker } from "../../src/canvas/paint/tileProtocol.ts";
import { tileSide } from "../../src/canvas/paint/tiles.ts";
import { box, sceneOf } from "./shapes.ts";

/** Paints when told to, and says what was asked. */
class SlowPainter {
  asked: { at: string; done: (bitmap: ImageBitmap | null) => void }[] = [];
  get waiting() {
    return this.asked.length;
  }
  paint(tile: { column: number; row: number }, done: (bitmap: ImageBitmap | null) => void) {
    this.asked.push({ at: `${tile.column},${tile.row}`, done });
  }
  answer(bitmap = new FakeBitmap() as unknown as ImageBitmap) {
    this.asked.shift()!.done(bitmap);
  }
}

class FakeBitmap {
  closed = false;
  close() {
    this.closed = true;
  }
}

const area = { x0: 10, y0: 10, x1: 3 * tileSide - 10, y1: 3 * tileSide - 10 };

Deno.test("tiles are asked for once, a few at a time, the middle first", () => {
  const painter = new SlowPainter();
  const cache = new TileCache(painter, 1, 1, () => cache.want(area));
  cache.want(area);
  assert.equal(painter.asked[0]!.at, "1,1");
  assert.ok(painter.waiting < 9);
  const seen = new Set<string>();
  while (painter.waiting > 0) {
    seen.add(painter.asked[0]!.at);
    painter.answer();
  }
  assert.equal(seen.size, 9);
  assert.deepEqual(cache.missing(area), []);
});

Deno.test("a change asks again for the tiles that it touches, which stay in view meanwhile", () => {
  const painter = new SlowPainter();
  const cache = new TileCache(painter, 1, 1, () => {});
  for (let i = 0; i < 3; i++) {
    cache.want(area);
    while (painter.waiting > 0) painter.answer();
  }
  cache.invalidate({ x0: 20, y0: 20, x1: 40, y1: 40 });
  assert.deepEqual(cache.missing(area), []);
  cache.want(area);
  assert.deepEqual(painter.asked.map((one) => one.at), ["0,0"]);
});

Deno.test("what changes while it is painted is painted again", () => {
  const painter = new SlowPainter();
  const cache = new TileCache(painter, 1, 1, () => {});
  const small = { x0: 0, y0: 0, x1: 100, y1: 100 };
  cache.want(small);
  cache.invalidate(small);
  cache.want(small);
  assert.equal(painter.waiting, 1, "not twice at once");
  painter.answer();
  cache.want(small);
  assert.equal(painter.waiting, 1);
  painter.answer();
  cache.want(small);
  assert.equal(painter.waiting, 0);
});

Deno.test("closing gives the bitmaps back, also those still on their way", () => {
  const painter = new SlowPainter();
  const cache = new TileCache(painter, 1, 1, () => {});
  const small = { x0: 0, y0: 0, x1: 100, y1: 100 };
  cache.want(small);
  cache.close();
  const late = new FakeBitmap();
  painter.answer(late as unknown as ImageBitmap);
  assert.ok(late.closed);
});

Deno.test("the worker's scene follows the page's through every kind of event", () => {
  const scene = sceneOf(box("a", 0, 0, 10, 10), box("b", 50, 50, 10, 10));
  const copy = new Scene();
  const sent: ToWorker[] = [];
  const port: TilePort = {
    postMessage: (message) => {
      sent.push(structuredClone(message));
      if (message.do === "scene") copy.replay(structuredClone(message.event));
    },
    onmessage: null,
    onerror: null,
    terminate: () => {},
  };
  new TilePainter(port, scene, () => () => ({ color: "#123456", skeleton: null }), () => {});
  const everything = { x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 };
  const same = () => {
    const ids = (one: Scene) =>
      one.query(everything).map((e) => `${e.shape.id}${one.isLifted(e.shape.id)}${JSON.stringify(e.bounds)}`);
    assert.deepEqual(ids(copy), ids(scene));
  };
  same();
  const c = box("c", 5, 5, 5, 5);
  scene.apply([creating(c)]);
  same();
  scene.apply([replacing(c, { ...c, labelId: "other" }), deleting(box("a", 0, 0, 10, 10))]);
  same();
  scene.lift(["b"]);
  same();
  scene.lift([]);
  scene.setHidden("b", true);
  same();
  scene.setAllHidden(true);
  same();
  scene.setAllHidden(false);
  scene.load([box("z", 1, 1, 2, 2)]);
  same();
  const looks = sent.filter((message) => message.do === "looks").flatMap((message) => message.looks.map(([id]) => id));
  assert.deepEqual(looks, ["label", "other"], "each look is sent once");
});
