// The worker's side: a copy of the scene, kept by the same events, painted tile by tile. Built as a script of its own.
import { unknownColour } from "./colour.ts";
import type { Id } from "../../api/types.ts";
import { Scene } from "../scene/Scene.ts";
import type { LabelLook } from "./paintShapes.ts";
import { type PaintStyle, plainStyle } from "./paintStyle.ts";
import { paintTile } from "./paintTile.ts";
import type { FromWorker, ToWorker } from "./tileProtocol.ts";

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const scene = new Scene();
const looks = new Map<Id, LabelLook>();
let style: PaintStyle = plainStyle;
const unknown: LabelLook = { color: unknownColour, skeleton: null };

scope.onmessage = ({ data }) => {
  if (data.do === "scene") scene.replay(data.event);
  else if (data.do === "looks") { for (const [id, look] of data.looks) looks.set(id, look); }
  else if (data.do === "style") style = data.style;
  else {
    const bitmap = paintTile(scene, (id) => looks.get(id) ?? unknown, style, data.tile);
    scope.postMessage({ serial: data.tile.serial, bitmap }, bitmap ? [bitmap] : []);
  }
};
