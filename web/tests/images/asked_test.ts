import { deepEqual as assertEquals } from "../assert.ts";
import { askedOf, bodyOf, regionOf, searchOfAsked } from "../../src/pages/images/similar/asked.ts";

const of = (text: string) => askedOf(new URLSearchParams(text));

Deno.test("the URL asks for an image, a part of one, words or a picture", () => {
  assertEquals(of("similar=a"), { kind: "image", imageId: "a", region: null });
  assertEquals(of("similar=a&region=1,2.5,30,4"), { kind: "image", imageId: "a", region: [1, 2.5, 30, 4] });
  assertEquals(of("like=%20red%20car"), { kind: "text", text: "red car" });
  assertEquals(of("picture=p1"), { kind: "picture", key: "p1" });
  assertEquals(of("like=%20&status=NEW"), null);
});

Deno.test("what is no rectangle is none", () => {
  for (const text of ["", "1,2,3", "1,2,3,0", "1,2,-3,4", "a,2,3,4", "1,,3,4", "1,2,3,4,5"]) {
    assertEquals(regionOf(text), null);
  }
});

Deno.test("what is asked goes to the URL and back", () => {
  for (const text of ["similar=a", "similar=a&region=1,2.5,30,4", "like=red car", "picture=p1"]) {
    const asked = of(text);
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(searchOfAsked(asked))) if (value !== null) search.set(name, value);
    assertEquals(askedOf(search), asked);
  }
  assertEquals(Object.values(searchOfAsked(null)).every((value) => value === null), true);
});

Deno.test("the server is asked for the part in pixels", () => {
  assertEquals(bodyOf({ kind: "image", imageId: "a", region: [1, 2, 3, 4] }, 9), {
    image_id: "a",
    region: { x: 1, y: 2, width: 3, height: 4 },
    limit: 9,
  });
  assertEquals(bodyOf({ kind: "text", text: "x" }, 9), { text: "x", limit: 9 });
});
