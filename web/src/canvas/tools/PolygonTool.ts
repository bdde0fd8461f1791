import type { Id } from "../../api/types.ts";
import type { XY } from "../geometry/bounds.ts";
import { withHole } from "../geometry/holes.ts";
import { shoelace } from "../geometry/measure.ts";
import { pointOf } from "../geometry/path.ts";
import { replacing } from "../scene/shape.ts";
import { PathTool } from "./PathTool.ts";
import type { PointerAt } from "./Tool.ts";

/** Polygons, closed on the first vertex; also the holes of one that is there. */
export class PolygonTool extends PathTool {
  readonly name = "polygon";
  protected readonly least = 3;
  /** the polygon that what is drawn is cut out of */
  #hole: Id | null = null;

  /** The next ring drawn is a hole of this polygon. */
  cutInto(id: Id) {
    this.cancel();
    this.#hole = id;
  }

  override down(pointer: PointerAt) {
    if (!this.busy && pointer.alt && this.host.selection.size === 1) this.#hole = [...this.host.selection][0]!;
    super.down(pointer);
  }

  override cancel(): boolean {
    const cut = this.#hole !== null;
    this.#hole = null;
    return super.cancel() || cut;
  }

  protected override ends(pointer: PointerAt): boolean {
    return this.near(this.vertices[0]?.at, pointer);
  }

  protected override made(path: XY[]): boolean {
    const points = path.map(pointOf);
    if (Math.abs(shoelace(points)) < 0.01) return this.#refused("These points enclose nothing.");
    const shape = this.#hole && this.host.scene.get(this.#hole);
    if (shape && shape.geometry.type === "polygon") {
      const geometry = withHole(shape.geometry, points);
      if (typeof geometry === "string") return this.#refused(geometry);
      this.host.commit({ title: "Cut a hole", changes: [replacing(shape, { ...shape, geometry })] });
    } else this.host.drawn({ type: "polygon", points });
    return true;
  }

  #refused(why: string): false {
    this.host.say(why);
    return false;
  }
}
