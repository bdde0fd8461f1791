import { clamp } from "../geometry/bounds.ts";
import type { Tip } from "./brush.ts";

export interface BrushOptions {
  /** across, image pixels */
  size: number;
  /** an outline is clicked like a polygon and filled */
  tip: Tip | "outline";
  erasing: boolean;
  /** which other masks lose the pixels that are painted */
  under: "none" | "label" | "all";
}

export const standardBrush: BrushOptions = { size: 24, tip: "round", erasing: false, under: "none" };
export const largestBrush = 1000;

/** The next size up or down: by one while small, by an eighth when large. */
export function resized(size: number, steps: number): number {
  let next = size;
  for (let i = 0; i < Math.abs(steps); i++) {
    const by = Math.max(1, Math.round(next / 8));
    next = clamp(next + Math.sign(steps) * by, 1, largestBrush);
  }
  return next;
}

/** What a browser kept, as far as it is a brush. */
export function checkedBrush(kept: BrushOptions): BrushOptions {
  return {
    size: clamp(Math.round(kept.size), 1, largestBrush) || standardBrush.size,
    tip: ["round", "square", "outline"].includes(kept.tip) ? kept.tip : standardBrush.tip,
    erasing: kept.erasing,
    under: ["none", "label", "all"].includes(kept.under) ? kept.under : standardBrush.under,
  };
}
