import type { Geometry } from "../../src/api/types.ts";
import { Scene } from "../../src/canvas/scene/Scene.ts";
import type { Shape } from "../../src/canvas/scene/shape.ts";

export function shape(id: string, geometry: Geometry, labelId = "label"): Shape {
  return { id, labelId, geometry, confidence: null, isPrediction: false, attributes: {}, zOrder: 0 };
}

export function box(id: string, x: number, y: number, width: number, height: number): Shape {
  return shape(id, { type: "box", x, y, width, height });
}

export function sceneOf(...shapes: Shape[]): Scene {
  const scene = new Scene();
  scene.load(shapes);
  return scene;
}
