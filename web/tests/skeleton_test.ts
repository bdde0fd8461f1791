import * as assert from "./assert.ts";
import {
  finished,
  joined,
  named,
  noSkeleton,
  person,
  skeletonFault,
  withoutPoint,
  withPoint,
} from "../src/pages/settings/skeleton.ts";

const fish = joined(named(withPoint(noSkeleton, -1), 0, "head, middle ,tail"), 0, 1);

Deno.test("names are put in one by one or as a list", () => {
  assert.deepEqual(fish, { keypoints: ["head", "middle", "tail"], edges: [[0, 1]] });
  assert.deepEqual(named(fish, 1, "left fin\nright fin").keypoints, ["head", "left fin", "right fin", "tail"]);
  assert.deepEqual(named(joined(fish, 1, 2), 0, "nose,brow").edges, [[0, 2], [2, 3]]);
  assert.deepEqual(named(fish, 0, "he ").keypoints[0], "he ", "typing goes on");
});

Deno.test("joining two joins them once, joining again parts them", () => {
  assert.deepEqual(joined(fish, 1, 0).edges, []);
  assert.deepEqual(joined(fish, 2, 1).edges, [[0, 1], [2, 1]]);
  assert.deepEqual(joined(fish, 1, 1), fish);
});

Deno.test("lines follow their points when others come and go", () => {
  assert.deepEqual(withPoint(joined(fish, 1, 2), 0).edges, [[0, 2], [2, 3]]);
  assert.deepEqual(withoutPoint(joined(fish, 1, 2), 0), { keypoints: ["middle", "tail"], edges: [[0, 1]] });
});

Deno.test("rows without a name are left out, faults are told", () => {
  assert.deepEqual(finished(withPoint(fish, 0)), { keypoints: ["head", "middle", "tail"], edges: [[0, 1]] });
  assert.equal(finished(withPoint(noSkeleton, -1)), null);
  assert.match(skeletonFault(named(fish, 2, "head "))!, /head/);
  assert.equal(skeletonFault(fish), null);
  assert.match(skeletonFault(named(fish, 0, ""))!, /name/);
  assert.equal(skeletonFault(person), null);
  assert.ok(person.edges.flat().every((index) => index < person.keypoints.length));
});
