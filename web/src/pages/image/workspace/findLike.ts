import type { Id } from "../../../api/types.ts";
import { buildPath, changeQuery, navigate } from "../../../app/router.ts";
import { boundsOf } from "../../../canvas/geometry/measure.ts";
import { searchOfAsked } from "../../images/similar/asked.ts";
import type { Workspace } from "./Workspace.ts";

/** Shows the project's images that look like the one selected object; false when there is not one, or it has no extent. */
export function findLikeSelected(workspace: Workspace, projectId: Id): boolean {
  const { imageId, selection, objects } = workspace.snapshot;
  const object = selection.size === 1 ? objects.find((shape) => selection.has(shape.id)) : undefined;
  if (!imageId || !object) return false;
  const { x0, y0, x1, y1 } = boundsOf(object.geometry);
  const region = [x0, y0, x1 - x0, y1 - y0] as const;
  // A class of the whole image is nowhere in particular.
  const isPart = region.every(Number.isFinite) && region[2] >= 1 && region[3] >= 1;
  const asked = searchOfAsked({ kind: "image", imageId, region: isPart ? region : null });
  return navigate(buildPath("/projects/:id/images", { id: projectId }) + changeQuery("", asked));
}
