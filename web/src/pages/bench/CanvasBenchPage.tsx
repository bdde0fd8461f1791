import { useEffect, useRef, useState } from "react";
import { useLocation } from "../../app/router.ts";
import { Engine } from "../../canvas/engine/Engine.ts";
import { fit, panned, zoomedBy } from "../../canvas/view/viewport.ts";
import { benchImage, benchShapes, benchTiles, quantile } from "./scene.ts";

interface Frames {
  /** main-thread milliseconds a frame */
  p50: number;
  p95: number;
  worst: number;
}

interface Figures extends Frames {
  shapes: number;
  frames: number;
  pan: Frames;
  zoom: Frames;
  /** milliseconds from one frame to the next: with the browser's own rasterising */
  intervalP95: number;
  /** milliseconds from opening the scene to its first painted frame */
  firstPaint: number;
}

const colours = ["#e5484d", "#4f8cff", "#ffc53d", "#30a46c", "#8e4ec6", "#f76b15", "#12a594", "#e93d82"];

/** `make bench` opens /bench/canvas?shapes=10000 and reads the figures: panning and zooming by script, every frame measured. */
export default function CanvasBenchPage() {
  const { query } = useLocation();
  const root = useRef<HTMLDivElement>(null);
  const [figures, setFigures] = useState<Figures | null>(null);
  const shapes = Number(query.get("shapes") ?? "10000");
  const frames = Number(query.get("frames") ?? "240");
  useEffect(() => {
    const silent = () => {};
    const engine = new Engine(
      root.current!,
      {
        lookOf: (id) => ({ color: colours[Number(id.slice(6))]!, skeleton: null }),
        nameOf: (id) => id,
        labelId: () => null,
        draftColour: () => "#fff",
      },
      {
        commanded: silent,
        selected: silent,
        hovered: silent,
        pointed: silent,
        viewed: silent,
        tooled: silent,
        born: () => null,
        said: silent,
      },
    );
    let stopped = false;
    void measure(engine, shapes, frames, () => stopped).then((found) => found && setFigures(found));
    return () => {
      stopped = true;
      engine.close();
    };
  }, [shapes, frames]);
  return (
    <main className="work">
      <h1 className="sr-only">Canvas benchmark</h1>
      <div className="work-canvas">
        <div ref={root} className="work-surface" />
      </div>
      <pre id="figures" className="mono">{figures ? JSON.stringify(figures) : "measuring"}</pre>
    </main>
  );
}

async function measure(
  engine: Engine,
  shapes: number,
  frames: number,
  stopped: () => boolean,
): Promise<Figures | null> {
  const crowd = benchShapes(shapes);
  const tiles = await benchTiles();
  const times: { pan: number[]; zoom: number[] } = { pan: [], zoom: [] };
  const intervals: number[] = [];
  const opened = performance.now();
  engine.open(benchImage, crowd);
  void engine.showTiles(tiles, null);
  await frame();
  const firstPaint = performance.now() - opened;
  // A second for the tiles of the first view, as a person takes to look.
  for (let i = 0; i < 60; i++) await frame();
  let phase: "pan" | "zoom" = "zoom";
  engine.painter.onFrame = (milliseconds) => times[phase].push(milliseconds);
  let last = await frame();
  for (let i = 0; i < frames && !stopped(); i++) {
    const turn = i / frames * 2 * Math.PI;
    const quarter = Math.floor(i / (frames / 4));
    phase = quarter === 0 || quarter === 3 ? "zoom" : "pan";
    if (quarter === 0) engine.setViewport(zoomedBy(engine.viewport, 1.03));
    else if (quarter === 3) engine.setViewport(zoomedBy(engine.viewport, 1 / 1.03));
    else engine.setViewport(panned(engine.viewport, Math.cos(turn * 4) * 14, Math.sin(turn * 4) * 9));
    const now = await frame();
    intervals.push(now - last);
    last = now;
  }
  engine.painter.onFrame = null;
  if (stopped()) return null;
  engine.setViewport(fit(engine.viewport));
  const all = [...times.pan, ...times.zoom];
  return {
    shapes,
    frames: all.length,
    ...summary(all),
    pan: summary(times.pan),
    zoom: summary(times.zoom),
    intervalP95: rounded(quantile(intervals, 0.95)),
    firstPaint: rounded(firstPaint),
  };
}

const rounded = (value: number) => Math.round(value * 100) / 100;

function summary(times: readonly number[]): Frames {
  return {
    p50: rounded(quantile(times, 0.5)),
    p95: rounded(quantile(times, 0.95)),
    worst: rounded(Math.max(0, ...times)),
  };
}

function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
