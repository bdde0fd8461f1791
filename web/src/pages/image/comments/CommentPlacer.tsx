import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { clamp, type XY } from "../../../canvas/geometry/bounds.ts";
import { hitShape } from "../../../canvas/scene/hit.ts";
import { middle, toImage, toView } from "../../../canvas/view/viewport.ts";
import { setQuery } from "../../../app/router.ts";
import { useLive, useLiveSnapshot } from "../live/context.ts";
import { useWorkspace } from "../workspace/context.ts";

const step = 10;

/** Choosing where a comment goes: a click, or arrows and Enter. Over an object it is about that object. */
export function CommentPlacer() {
  const placing = useLiveSnapshot((s) => s.placing);
  return placing ? <Placer /> : null;
}

function Placer() {
  const workspace = useWorkspace();
  const live = useLive();
  const { engine } = workspace;
  const field = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<XY>(() => middle(engine.viewport));
  const [byKeys, setByKeys] = useState(true);
  useEffect(() => field.current!.focus({ preventScroll: true }), []);
  const inside = (p: XY): XY => {
    const { image } = engine.viewport;
    return { x: clamp(p.x, 0, image.width), y: clamp(p.y, 0, image.height) };
  };
  const place = (view: XY) => {
    const point = inside(toImage(engine.viewport, view));
    const hit = hitShape(engine.scene, point, engine.reach);
    live.pin({ point: [Math.round(point.x), Math.round(point.y)], annotationId: hit?.id ?? null });
    setQuery({ panel: "comments" });
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-new-comment] textarea")?.focus());
  };
  const viewOf = (event: PointerEvent): XY => {
    const box = field.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const move = (dx: number, dy: number) => {
    setByKeys(true);
    setAt(toView(engine.viewport, inside(toImage(engine.viewport, { x: at.x + dx, y: at.y + dy }))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? step * 4 : step;
    if (event.key === "Escape") live.place(false);
    else if (event.key === "Enter" || event.key === " ") place(at);
    else if (event.key === "ArrowLeft") move(-by, 0);
    else if (event.key === "ArrowRight") move(by, 0);
    else if (event.key === "ArrowUp") move(0, -by);
    else if (event.key === "ArrowDown") move(0, by);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") engine.root.focus({ preventScroll: true });
  };
  return (
    <div
      ref={field}
      className="comment-placer"
      role="application"
      tabIndex={0}
      aria-label="Choose the place of the comment: click, or arrows and Enter. Escape leaves."
      onKeyDown={onKeyDown}
      onPointerMove={() => setByKeys(false)}
      onPointerUp={(event) => event.button === 0 && place(viewOf(event))}
    >
      {byKeys && <span className="pin new" style={{ left: at.x, top: at.y }} aria-hidden="true">+</span>}
      <p className="comment-placer-hint">Click where the comment goes. Esc leaves.</p>
    </div>
  );
}
