import * as assert from "../assert.ts";
import type { Image, ImageQuery, Page } from "../../src/api/types.ts";
import { ApiError } from "../../src/api/error.ts";
import { ImageList } from "../../src/pages/images/ImageList.ts";

function server(count: number, says: number | null = count) {
  const asked: ImageQuery[] = [];
  let broken = false;
  const fetchPage = (query: ImageQuery): Promise<Page<Image>> => {
    asked.push(query);
    if (broken) return Promise.reject(ApiError.unreachable());
    const from = Number(query.cursor ?? 0);
    const items = Array.from(
      { length: Math.max(0, Math.min(query.limit!, count - from)) },
      (_, i) => ({ id: `i${from + i}` }) as Image,
    );
    const end = from + items.length;
    return Promise.resolve({ items, next_cursor: end < count ? String(end) : null, total: says });
  };
  return { asked, fetchPage, break: (on: boolean) => broken = on };
}

Deno.test("pages come as they are reached, by cursor, once", async () => {
  const { asked, fetchPage } = server(1500);
  const list = new ImageList({ sort: "filename" }, fetchPage);
  await list.reach(0);
  assert.equal(list.items.length, 100);
  assert.equal(list.count, 1500);
  await Promise.all([list.reach(250), list.reach(250)]);
  assert.equal(asked.length, 2);
  assert.equal(asked[1]!.limit, 200);
  assert.equal(asked[1]!.cursor, "100");
  assert.equal(asked[1]!.sort, "filename");
  await list.reach(Infinity);
  assert.equal(asked[2]!.limit, 1000, "far jumps take large pages");
  assert.equal(list.items.length, 1500);
  assert.ok(list.ended);
  assert.equal(list.at(1499)?.id, "i1499");
  assert.equal(list.indexOf("i700"), 700);
});

Deno.test("an image is found where it stands, or not at all", async () => {
  const { fetchPage } = server(1500);
  const list = new ImageList({}, fetchPage);
  assert.equal(await list.find("i1200"), 1200);
  assert.equal(await list.find("elsewhere"), -1);
});

Deno.test("looking for an image far down gives up in time", async () => {
  const { asked, fetchPage } = server(200_000);
  const list = new ImageList({}, fetchPage);
  assert.equal(await list.find("i199999", 2000), -1);
  assert.ok(asked.length <= 5);
});

Deno.test("a failure is said, keeps what is there, and can be tried again", async () => {
  const { fetchPage, break: cut } = server(1500);
  const list = new ImageList({}, fetchPage);
  await list.reach(0);
  cut(true);
  await list.reach(300);
  assert.equal(list.error?.status, 0);
  assert.equal(list.items.length, 100);
  cut(false);
  await list.refresh();
  assert.equal(list.error, null);
  await list.reach(300);
  assert.ok(list.items.length > 300);
});

Deno.test("removed images leave the list and its count", async () => {
  const { fetchPage } = server(120);
  const list = new ImageList({}, fetchPage);
  await list.reach(Infinity);
  list.remove(["i3", "i4"]);
  assert.equal(list.count, 118);
  assert.equal(list.indexOf("i5"), 3);
  list.patch(["i5"], (image) => ({ ...image, filename: "new" }));
  assert.equal(list.at(3)?.filename, "new");
});

Deno.test("a filtered list, whose length nobody says, goes on as its end comes into view", async () => {
  const { fetchPage } = server(450, null);
  const list = new ImageList({}, fetchPage);
  await list.reach(0);
  assert.equal(list.count, 100);
  list.shown(60);
  assert.ok(!list.loading, "not before its end is seen");
  for (let i = 0; i < 5; i++) {
    list.shown(list.count);
    await list.reach(list.items.length - 1);
    while (list.loading) await Promise.resolve();
  }
  assert.equal(list.items.length, 450);
  assert.equal(list.count, 450);
});
