import type { XY } from "../geometry/bounds.ts";
import { pointOf } from "../geometry/path.ts";
import { PathTool } from "./PathTool.ts";

/** Open lines: a double click or Enter ends them. */
export class PolylineTool extends PathTool {
  readonly name = "polyline";
  protected readonly least = 2;

  /** No place ends a line: it may come back to where it was. */
  protected override ends(): boolean {
    return false;
  }

  protected override made(path: XY[]): boolean {
    this.host.drawn({ type: "polyline", points: path.map(pointOf) });
    return true;
  }
}
