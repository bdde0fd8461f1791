import * as assert from "../assert.ts";
import type { Annotation, Image } from "../../src/api/types.ts";
import { propagatedWords } from "../../src/pages/image/propagatedWords.ts";
import { propagate, type PropagatePorts, pushedInside, takeBack } from "../../src/pages/image/workspace/propagate.ts";
import { Outbox } from "../../src/pages/image/outbox/Outbox.ts";
import { plainView, readView } from "../../src/pages/image/workspace/remembered.ts";
import { box, shape } from "../canvas/shapes.ts";
import { ModelServer } from "./server.ts";

const image = (id: string, width = 640, height = 480) => ({ id, width, height, filename: `${id}.jpg` }) as Image;

/** Each image a model of the server, reached through a real outbox. */
function world() {
  const servers = new Map<string, ModelServer>();
  let serial = 0;
  const server = (id: string) => servers.get(id) ?? servers.set(id, new ModelServer()).get(id)!;
  const ports: PropagatePorts = {
    annotations: (id) => id === "broken" ? Promise.reject(new Error("no")) : Promise.resolve(server(id).living),
    change: (id, there, changes) => {
      const outbox = new Outbox(there as Annotation[]);
      outbox.change(changes);
      outbox.acknowledge(server(id).patch(outbox.take()!));
      return Promise.resolve();
    },
    newId: () => `new-${++serial}`,
    goesOn: () => true,
  };
  return { server, ports };
}

Deno.test("objects are copied to every image under ids of their own, and taken back", async () => {
  const { server, ports } = world();
  const shapes = [box("a", 1, 2, 3, 4), { ...box("b", 5, 6, 7, 8), zOrder: 3, attributes: { shy: true } }];
  const result = await propagate(shapes, [image("one"), image("two")], ports);
  assert.deepEqual(result.made.map(({ ids }) => ids.length), [2, 2]);
  assert.equal(new Set(result.made.flatMap(({ ids }) => ids)).size, 4);
  const copy = server("two").living.find((row) => row.z_order === 3)!;
  assert.deepEqual([copy.geometry, copy.attributes], [shapes[1]!.geometry, { shy: true }]);
  server("one").edit(result.made[0]!.ids[0]!, "relabelled");
  server("two").remove(result.made[1]!.ids[0]!);
  await takeBack(result, ports);
  assert.deepEqual([server("one").living, server("two").living], [[], []]);
});

Deno.test("again copies nothing twice; a broken image does not stop the others", async () => {
  const { server, ports } = world();
  await propagate([box("a", 1, 2, 3, 4)], [image("one")], ports);
  const result = await propagate([box("a", 1, 2, 3, 4)], [image("broken"), image("one"), image("two")], ports);
  assert.deepEqual([result.already, result.failed.length, server("one").living.length], [1, 1, 1]);
  assert.deepEqual(result.made.map(({ imageId }) => imageId), ["two"]);
  assert.match(
    propagatedWords(result, 3),
    /^Copied 1 object to 1 image\. 1 object was there already\. Not to broken\.jpg/,
  );
});

Deno.test("it stops where it is told to", async () => {
  const { ports } = world();
  const images = ["one", "two", "three"].map((id) => image(id));
  const result = await propagate([box("a", 1, 2, 3, 4)], images, { ...ports, goesOn: (done) => done < 2 });
  assert.deepEqual(result.made.map(({ imageId }) => imageId), ["one", "two"]);
});

Deno.test("into a smaller image shapes are pushed, never before its start; masks need their own size", async () => {
  assert.deepEqual(
    pushedInside(box("a", 600, 10, 30, 30), { width: 320, height: 240 }).geometry,
    box("a", 290, 10, 30, 30).geometry,
  );
  assert.deepEqual(
    pushedInside(box("a", 50, 0, 500, 30), { width: 320, height: 240 }).geometry,
    box("a", 0, 0, 500, 30).geometry,
  );
  const { ports } = world();
  const mask = shape("m", { type: "mask", size: [2, 2], counts: "04" });
  const result = await propagate([mask], [image("one"), image("tiny", 2, 2)], ports);
  assert.deepEqual([result.unfit, result.made.map(({ imageId }) => imageId)], [1, ["tiny"]]);
});

Deno.test("what was remembered of the view is believed only as far as it makes sense", () => {
  assert.deepEqual(readView(null), plainView);
  for (const text of ["{", "null", "7", '"x"', '{"fill":9,"outline":"a","snaps":1}']) {
    assert.deepEqual(readView(text), plainView, text);
  }
  assert.deepEqual(readView('{"fill":0.5,"outline":2,"snaps":true}'), { fill: 0.5, outline: 2, snaps: true });
});
