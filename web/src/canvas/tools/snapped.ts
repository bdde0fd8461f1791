import type { Id } from "../../api/types.ts";
import { clampPoint, type XY } from "../geometry/bounds.ts";
import { type Snap, snapTo } from "../geometry/snap.ts";
import type { PointerAt, ToolHost } from "./Tool.ts";

/** Where a pointer sets a point: on a neighbour's border when one takes hold, else where it is, inside the image. */
export function snapped(
  host: ToolHost,
  pointer: PointerAt,
  not?: ReadonlySet<Id>,
): { at: XY; snap: Snap | null } {
  const snap = host.snapping(pointer) ? snapTo(host.scene, pointer.at, host.reach.handle, not) : null;
  return { at: clampPoint(snap?.at ?? pointer.at, host.viewport.image), snap };
}
