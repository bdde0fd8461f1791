import { useEffect } from "react";
import { type Handlers, useKeys } from "../../app/keyboard.ts";
import { turnVisibilityAt } from "../../canvas/engine/keypointActions.ts";
import { toMasks, toPolygons } from "../../canvas/engine/maskActions.ts";
import { type BrushOptions, checkedBrush, resized, standardBrush } from "../../canvas/mask/BrushOptions.ts";
import { readStored, writeStored } from "../../lib/stored.ts";
import { filledHoles } from "./filledHoles.ts";
import { newId } from "./workspace/newId.ts";
import type { Workspace } from "./workspace/Workspace.ts";

const storeKey = "fovea.brush";
const tips = ["round", "square", "outline"] as const;
const unders = ["none", "label", "all"] as const;

/** Keys of the mask and keypoint tools; the brush is as this browser had it last. */
export function useToolKeys(workspace: Workspace | null) {
  useEffect(() => {
    if (!workspace) return;
    const { mask } = workspace.engine;
    // The eraser is not what anybody wants to begin with.
    mask.set(checkedBrush({ ...readStored<BrushOptions>(storeKey, standardBrush), erasing: false }));
    return mask.options.listen(() => writeStored(storeKey, mask.options.value));
  }, [workspace]);
  useKeys(workspace ? { ...brushes(workspace), ...conversions(workspace), ...keypoints(workspace) } : {});
}

function brushes({ engine }: Workspace): Handlers {
  const { mask } = engine;
  const painting = (change: (now: BrushOptions) => Partial<BrushOptions>) => () => {
    if (engine.tool !== "mask") return false;
    mask.set(change(mask.options.value));
  };
  const next = <T>(all: readonly T[], now: T) => all[(all.indexOf(now) + 1) % all.length]!;
  return {
    "object.lower": painting(({ size }) => ({ size: resized(size, -1) })),
    "object.raise": painting(({ size }) => ({ size: resized(size, 1) })),
    "brush.erase": painting(({ erasing }) => ({ erasing: !erasing })),
    "brush.tip": painting(({ tip }) => ({ tip: next(tips, tip) })),
    "brush.under": painting(({ under }) => ({ under: next(unders, under) })),
    "brush.new": () => engine.tool === "mask" ? mask.begin() : false,
    "brush.holes": () => filledHoles(engine),
  };
}

function conversions({ engine }: Workspace): Handlers {
  return {
    "convert.mask": () => toMasks(engine) ? undefined : false,
    "convert.polygon": () => toPolygons(engine, newId) ? undefined : false,
  };
}

function keypoints({ engine }: Workspace): Handlers {
  const tool = engine.keypoints;
  return {
    "keypoint.skip": () => engine.tool === "keypoints" && tool.skip() ? undefined : false,
    "keypoint.hide": () => {
      if (engine.tool !== "keypoints") return false;
      if (!tool.turn() && !(tool.at && turnVisibilityAt(engine, tool.at))) return false;
    },
  };
}
