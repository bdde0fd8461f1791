// The page's side of the worker: forwards what happens to the scene, asks for tiles. Started only for scenes that are too
// large to be painted whole in every frame.
import type { Id } from "../../api/types.ts";
import type { Scene, SceneEvent } from "../scene/Scene.ts";
import type { Looks } from "./paintShapes.ts";
import type { PaintStyle } from "./paintStyle.ts";
import type { FromWorker, TileRequest, ToWorker } from "./tileProtocol.ts";

/** Where the build put the worker's script; nowhere in tests. */
declare const __TILE_WORKER__: string | undefined;

export interface TilePort {
  postMessage(message: ToWorker): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  terminate(): void;
}

export function startWorker(): TilePort | null {
  if (
    typeof __TILE_WORKER__ === "undefined" || typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined"
  ) return null;
  try {
    return new Worker(__TILE_WORKER__, { name: "fovea tiles" }) as unknown as TilePort;
  } catch {
    return null;
  }
}

export class TilePainter {
  #waiting = new Map<number, (bitmap: ImageBitmap | null) => void>();
  #sentLooks = new Set<Id>();
  #serial = 0;

  /** `onFail`: the worker died; what was asked of it will not come. */
  constructor(
    private readonly port: TilePort,
    private readonly scene: Scene,
    private readonly looks: () => Looks,
    onFail: () => void,
  ) {
    port.onmessage = ({ data }) => {
      const done = this.#waiting.get(data.serial);
      this.#waiting.delete(data.serial);
      if (done) done(data.bitmap);
      else data.bitmap?.close();
    };
    port.onerror = onFail;
    this.#forward(scene.state());
    scene.onEvent = (event) => this.#forward(event);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  paint(tile: Omit<TileRequest, "serial">, done: (bitmap: ImageBitmap | null) => void) {
    const serial = ++this.#serial;
    this.#waiting.set(serial, done);
    this.port.postMessage({ do: "paint", tile: { ...tile, serial } });
  }

  /** Labels changed their looks. */
  restyle() {
    const ids = [...this.#sentLooks];
    this.#sentLooks.clear();
    this.#sendLooks(ids);
  }

  setStyle(style: PaintStyle) {
    this.port.postMessage({ do: "style", style });
  }

  close() {
    this.scene.onEvent = null;
    this.#waiting.clear();
    this.port.terminate();
  }

  #forward(event: SceneEvent) {
    if (event.is === "load" || event.is === "state") this.#sendLooks(event.shapes.map((shape) => shape.labelId));
    else if (event.is === "apply") this.#sendLooks(event.changes.flatMap(({ after }) => after ? [after.labelId] : []));
    this.port.postMessage({ do: "scene", event });
  }

  #sendLooks(ids: readonly Id[]) {
    const fresh = [...new Set(ids)].filter((id) => !this.#sentLooks.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) this.#sentLooks.add(id);
    const lookOf = this.looks();
    this.port.postMessage({ do: "looks", looks: fresh.map((id) => [id, lookOf(id)]) });
  }
}
