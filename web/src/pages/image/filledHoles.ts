import type { Engine } from "../../canvas/engine/Engine.ts";
import { fillHoles } from "../../canvas/engine/maskActions.ts";
import { toast } from "../../ui/index.ts";

/** Fills the holes of the selected masks; says so when there are none. False when no mask is selected. */
export function filledHoles(engine: Engine): void | false {
  const filled = fillHoles(engine);
  if (filled === false) return false;
  if (filled === 0) toast("No holes to fill.");
}
