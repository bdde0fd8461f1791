import { useEffect, useRef } from "react";
import type { Geometry, Image } from "../../../api/types.ts";
import type { XY } from "../../../canvas/geometry/bounds.ts";
import { type Viewport, zoomOf } from "../../../canvas/view/viewport.ts";
import { bytes, plural } from "../../../lib/format.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { useTold } from "../workspace/useTold.ts";
import { sizeText } from "../geometryText.ts";
import { SaveState } from "./SaveState.tsx";

/** Coordinates, size of what is drawn, zoom, save state. What follows the pointer is written as text, past React. */
export function StatusLine({ image, objectsReady }: { image: Image | undefined; objectsReady: boolean }) {
  const workspace = useWorkspace();
  const at = useRef<HTMLSpanElement>(null);
  const size = useRef<HTMLSpanElement>(null);
  const zoom = useRef<HTMLSpanElement>(null);
  const objects = useSnapshot((s) => s.objects.length);
  const tool = useSnapshot((s) => s.tool);
  const next = useTold(workspace.engine.keypoints.progress);
  const selected = useSnapshot((s) => s.selection.size);
  useEffect(() => {
    const write = (target: HTMLSpanElement | null, text: string) => {
      if (target && target.textContent !== text) target.textContent = text;
    };
    workspace.feed = {
      pointed: (point, draft) => {
        write(at.current, pointText(point, workspace.engine.viewport.image));
        write(size.current, draft ? draftText(draft) : "");
      },
      viewed: (viewport) => write(zoom.current, zoomText(viewport)),
    };
    write(zoom.current, zoomText(workspace.engine.viewport));
    return () => void (workspace.feed = { pointed: () => {}, viewed: () => {} });
  }, [workspace]);
  const counted = selected > 0 ? `${selected} of ${plural(objects, "object")}` : plural(objects, "object");
  return (
    <footer className="work-status">
      <span className="num work-status-at" ref={at} />
      <span className="num muted" ref={size} />
      <span aria-live="polite">
        {tool === "keypoints" && next && `Next: ${next.name} (${next.next + 1} of ${next.count})`}
      </span>
      <span className="grow" />
      {image && (
        <span className="num muted work-status-file">
          {image.width} × {image.height} · {bytes(image.size_bytes)}
        </span>
      )}
      {objectsReady && <span className="num muted">{counted}</span>}
      <span className="num work-status-zoom" ref={zoom} data-tip="100 % is one image pixel a screen pixel" />
      <SaveState />
    </footer>
  );
}

function pointText(point: XY | null, image: { width: number; height: number }): string {
  if (!point || point.x < 0 || point.y < 0 || point.x >= image.width || point.y >= image.height) return "";
  return `x ${Math.floor(point.x)}  y ${Math.floor(point.y)}`;
}

function draftText(geometry: Geometry): string {
  const angle = geometry.type === "rotated_box" ? `  ${Math.round(geometry.angle * 10) / 10}°` : "";
  return `${sizeText(geometry)} px${angle}`;
}

function zoomText(viewport: Viewport): string {
  const percent = zoomOf(viewport) * 100;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}
