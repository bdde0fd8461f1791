import { memo, useLayoutEffect, useRef } from "react";
import type { Geometry, Point } from "../../../api/types.ts";
import { pathOf } from "../../images/parts/ShapesOver.tsx";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { CommentPins } from "../comments/CommentPins.tsx";
import { CommentPlacer } from "../comments/CommentPlacer.tsx";
import { useLiveSnapshot } from "./context.ts";
import { placeOf } from "./place.ts";

/**
 * What lies over the canvas and is not its own: others' cursors and selections, what they have just changed, a change of
 * the history that is looked at, the pins of comments. It follows the view by three numbers in its style, past React.
 */
export function LiveLayer() {
  const workspace = useWorkspace();
  const layer = useRef<HTMLDivElement>(null);
  const drawing = useSnapshot((s) => s.tool !== "select");
  useLayoutEffect(() =>
    workspace.onView(({ scale, offsetX, offsetY }) => {
      const { style } = layer.current!;
      style.setProperty("--view-scale", String(scale));
      style.setProperty("--view-x", `${offsetX}px`);
      style.setProperty("--view-y", `${offsetY}px`);
    }), [workspace]);
  return (
    <>
      <div ref={layer} className="live-layer" data-drawing={drawing || undefined}>
        <svg className="live-shapes" aria-hidden="true">
          <g className="live-scene">
            <Selections />
            <Flashes />
            <Preview />
          </g>
        </svg>
        <CommentPins />
        <Cursors />
      </div>
      <CommentPlacer />
    </>
  );
}

const Outline = memo(function Outline(
  { geometry, className, color }: { geometry: Geometry; className: string; color?: string },
) {
  const { viewport } = useWorkspace().engine;
  const arm = Math.max(viewport.image.width, viewport.image.height) / 80;
  const d = geometry.type === "image"
    ? `M0 0h${viewport.image.width}v${viewport.image.height}H0z`
    : pathOf(geometry, arm);
  return (
    <g className={className} fill="none">
      <path d={d} className="live-halo" />
      <path d={d} className="live-line" style={color ? { stroke: color } : undefined} />
    </g>
  );
});

/** What others have selected, in their colours. */
function Selections() {
  const { scene } = useWorkspace().engine;
  const cursors = useLiveSnapshot((s) => s.cursors);
  const people = useLiveSnapshot((s) => s.people);
  // Outlines of objects move with them.
  useSnapshot((s) => s.objects);
  return (
    <>
      {people.flatMap(({ connection_id, color }) =>
        (cursors.get(connection_id)?.selection ?? []).map((id) => {
          const shape = scene.get(id);
          const key = connection_id + id;
          return shape && <Outline key={key} className="live-selected" geometry={shape.geometry} color={color} />;
        })
      )}
    </>
  );
}

/** What others have just changed. */
function Flashes() {
  const flashes = useLiveSnapshot((s) => s.flashes);
  return (
    <>
      {flashes.map(({ key, geometry, gone }) => (
        <Outline key={key} className={gone ? "live-flash gone" : "live-flash"} geometry={geometry} />
      ))}
    </>
  );
}

/** A change of the history: what it was, dashed, and what it became. */
function Preview() {
  const preview = useLiveSnapshot((s) => s.preview);
  if (!preview) return null;
  return (
    <g data-preview>
      {preview.before && <Outline className="live-before" geometry={preview.before} />}
      {preview.after && <Outline className="live-after" geometry={preview.after} />}
    </g>
  );
}

/** Others' cursors with their names. */
function Cursors() {
  const cursors = useLiveSnapshot((s) => s.cursors);
  const people = useLiveSnapshot((s) => s.people);
  return (
    <>
      {people.map(({ connection_id, username, color }) => {
        const point = cursors.get(connection_id)?.point;
        return point && <Cursor key={connection_id} at={point} name={username} color={color} />;
      })}
    </>
  );
}

const Cursor = memo(function Cursor({ at, name, color }: { at: Point; name: string; color: string }) {
  return (
    <div className="live-cursor" style={placeOf(at)} aria-hidden="true" data-cursor={name}>
      <svg width="16" height="16" viewBox="0 0 16 16">
        <path d="M2 1.500 13.500 7.500 8.300 9 6 14z" fill={color} stroke="rgb(0 0 0 / 0.7)" strokeWidth="1" />
      </svg>
      <span style={{ background: color }}>{name}</span>
    </div>
  );
});
