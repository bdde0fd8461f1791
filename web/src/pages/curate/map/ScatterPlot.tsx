import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useKeys } from "../../../app/keyboard.ts";
import { Empty } from "../../../ui/index.ts";
import type { Direction, Places } from "./scatter/places.ts";
import { Scene } from "./scatter/scene.ts";
import type { Point } from "./scatter/view.ts";

/** What choosing does to what is chosen already. */
export type How = "replace" | "add" | "remove";

/** Points on the loop closer than this to the last are left out, in CSS pixels. */
const step = 3;

/**
 * Points to choose from: a drag draws a loop around them, a click takes one, Shift adds, Alt takes away; the wheel zooms, a drag
 * with Space or the middle button pans. By keyboard the arrows go from point to point.
 */
export function ScatterPlot(
  { places, tints, label, cursor, describe, card, onCursor, onChoose, onToggle, onOpen }: {
    places: Places;
    /** red, green, blue, opacity of each */
    tints: Uint8Array;
    label: string;
    /** where the keyboard is; -1: nowhere */
    cursor: number;
    describe: (index: number) => string;
    card: (index: number) => ReactNode;
    onCursor: (index: number) => void;
    onChoose: (indices: readonly number[], how: How) => void;
    onToggle: (index: number) => void;
    onOpen: (index: number) => void;
  },
) {
  const box = useRef<HTMLDivElement>(null);
  const points = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const scene = useRef<Scene | null>(null);
  const drag = useRef<{ kind: "loop" | "pan"; last: Point } | null>(null);
  const space = useRef(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [hover, setHover] = useState(-1);
  const [within, setWithin] = useState(false);

  useEffect(() => {
    try {
      scene.current = new Scene(points.current!, overlay.current!);
    } catch (error) {
      return setFailed(String(error));
    }
    const shown = scene.current;
    const element = box.current!;
    const watch = new ResizeObserver(() => {
      shown.resize({ width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight) });
    });
    watch.observe(element);
    // React listens to the wheel without being able to keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      shown.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at(event));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener("wheel", wheel);
      shown.stop();
    };
  }, []);
  useEffect(() => scene.current?.setPlaces(places), [places]);
  useEffect(() => scene.current?.setTints(tints), [tints]);
  useEffect(() => {
    if (!scene.current) return;
    scene.current.rings = [...(within && cursor >= 0 ? [cursor] : []), ...(hover >= 0 ? [hover] : [])];
    scene.current.redraw();
  }, [cursor, hover, within, places]);

  const at = (event: { clientX: number; clientY: number }): Point => {
    const edges = box.current!.getBoundingClientRect();
    return { x: event.clientX - edges.left, y: event.clientY - edges.top };
  };
  const how = (event: PointerEvent): How => event.altKey ? "remove" : event.shiftKey ? "add" : "replace";
  const down = (event: PointerEvent<HTMLDivElement>) => {
    const pans = event.button === 1 || (event.button === 0 && space.current);
    if (!pans && event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { kind: pans ? "pan" : "loop", last: at(event) };
    if (scene.current && !pans) scene.current.loop = [at(event)];
  };
  const move = (event: PointerEvent) => {
    const shown = scene.current;
    if (!shown) return;
    const here = at(event);
    if (!drag.current) return setHover(shown.at(here));
    const { kind, last } = drag.current;
    if (kind === "pan") shown.pan({ x: here.x - last.x, y: here.y - last.y });
    else if (Math.hypot(here.x - last.x, here.y - last.y) < step) return;
    else shown.loop = [...shown.loop, here];
    drag.current.last = here;
    setHover(-1);
    shown.redraw();
  };
  const up = (event: PointerEvent) => {
    const shown = scene.current;
    const { kind } = drag.current ?? {};
    drag.current = null;
    if (!shown || kind !== "loop") return;
    const { loop } = shown;
    shown.loop = [];
    shown.redraw();
    if (loop.length > 2) return onChoose(shown.inside(loop), how(event));
    const one = shown.at(at(event));
    if (one >= 0) onCursor(one);
    if (one >= 0 && (event.ctrlKey || event.metaKey)) onToggle(one);
    else onChoose(one >= 0 ? [one] : [], how(event));
  };
  const cancel = () => {
    drag.current = null;
    if (scene.current) scene.current.loop = [];
    scene.current?.redraw();
  };
  const walk = (direction: Direction, extends_ = false) => () => {
    if (!within || !scene.current) return false;
    const from = cursor >= 0 ? cursor : scene.current.places.nearest({ x: 0.5, y: 0.5 }, 2);
    const to = cursor < 0 ? from : places.towards(from, direction);
    if (to < 0) return;
    scene.current.show(to);
    onCursor(to);
    if (extends_) onChoose([from, to], "add");
  };
  const onMap = (run: (shown: Scene) => void) => () => scene.current ? run(scene.current) : false;
  const onPoint = (run: (index: number) => void) => () => within && cursor >= 0 ? run(cursor) : false;
  useKeys({
    "grid.left": walk("left"),
    "grid.right": walk("right"),
    "grid.up": walk("up"),
    "grid.down": walk("down"),
    "grid.extendLeft": walk("left", true),
    "grid.extendRight": walk("right", true),
    "grid.extendUp": walk("up", true),
    "grid.extendDown": walk("down", true),
    "grid.select": onPoint(onToggle),
    "grid.open": onPoint(onOpen),
    "map.zoomIn": onMap((shown) => shown.zoom(1.5)),
    "map.zoomOut": onMap((shown) => shown.zoom(1 / 1.5)),
    "map.fit": onMap((shown) => shown.fit()),
  });
  const shownCard = hover >= 0 ? hover : within ? cursor : -1;
  const place = shownCard >= 0 ? scene.current?.screen(shownCard) : undefined;
  if (failed) {
    return (
      <Empty icon="warning" title="The map cannot be drawn">
        {failed}. WebGL may be switched off in this browser; Groups shows the same images in rows.
      </Empty>
    );
  }
  return (
    <div
      ref={box}
      className="map-plot"
      role="application"
      aria-roledescription="map"
      aria-label={label}
      tabIndex={0}
      onFocus={() => setWithin(true)}
      onBlur={() => setWithin(false)}
      onKeyDown={(event) => {
        if (event.key === " ") space.current = true, event.preventDefault();
      }}
      onKeyUp={(event) => {
        if (event.key === " ") space.current = false;
      }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
      onPointerLeave={() => setHover(-1)}
      onDoubleClick={() => hover >= 0 && onOpen(hover)}
    >
      <canvas ref={points} data-surface="points" />
      <canvas ref={overlay} />
      <span className="sr-only" role="status">{within && cursor >= 0 ? describe(cursor) : ""}</span>
      {place && (
        <div
          className="map-card"
          style={{
            left: place.x > (scene.current?.size.width ?? 0) / 2 ? undefined : place.x + 14,
            right: place.x > (scene.current?.size.width ?? 0) / 2
              ? (scene.current?.size.width ?? 0) - place.x + 14
              : undefined,
            top: Math.max(8, Math.min(place.y - 60, (scene.current?.size.height ?? 0) - 148)),
          }}
        >
          {card(shownCard)}
        </div>
      )}
    </div>
  );
}
