import * as assert from "./assert.ts";
import { buildPath, changeQuery, matchPath } from "../src/app/router.ts";

Deno.test("a pattern takes its parameters, decoded", () => {
  assert.deepEqual(matchPath("/projects/:id/images/:imageId", "/projects/7/images/a%20b"), { id: "7", imageId: "a b" });
});
Deno.test("a trailing slash changes nothing", () => assert.deepEqual(matchPath("/projects", "/projects/"), {}));
Deno.test("longer, shorter and other paths do not match", () => {
  assert.equal(matchPath("/projects/:id", "/projects"), null);
  assert.equal(matchPath("/projects/:id", "/projects/1/images"), null);
  assert.equal(matchPath("/projects/:id", "/models/1"), null);
});
Deno.test("a broken escape is no match, not a crash", () =>
  assert.equal(matchPath("/projects/:id", "/projects/%E0%A4"), null));
Deno.test("buildPath escapes", () => assert.equal(buildPath("/a/:id/b", { id: "x/y" }), "/a/x%2Fy/b"));
Deno.test("changeQuery sets, removes, keeps, sorts", () => {
  assert.equal(changeQuery("?z=1&b=2", { a: "3", b: null }), "?a=3&z=1");
  assert.equal(changeQuery("?a=1", { a: "" }), "");
});
