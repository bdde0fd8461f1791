import type { ReactNode } from "react";
import type { Id } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { keyHint } from "../../../app/keyboard.ts";
import { toMasks, toPolygons } from "../../../canvas/engine/maskActions.ts";
import type { ToolName } from "../../../canvas/tools/Tool.ts";
import { Button } from "../../../ui/index.ts";
import { newId } from "../workspace/newId.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { useTold } from "../workspace/useTold.ts";
import { BrushStrip } from "./BrushStrip.tsx";

/** What a tool without options says of itself. */
const hints: { [name in ToolName]?: string } = {
  box: "Drag, or click two corners.",
  polygon: "Click point by point; the first one or Enter closes.",
};

/** The strip above the canvas: the current tool's options. It is always there, so that the picture does not jump. */
export function ToolOptions({ projectId }: { projectId: Id }) {
  const { engine } = useWorkspace();
  const tool = useSnapshot((s) => s.tool);
  // As in the tool rail: a hand on the mouse goes on with the canvas.
  const back = (event: { detail: number; target: EventTarget }) => {
    if (event.detail > 0 && event.target instanceof Element && event.target.closest("button, input[type=range]")) {
      engine.root.focus({ preventScroll: true });
    }
  };
  return (
    <div className="tool-options" role="group" aria-label="Options of the tool" onClick={back}>
      {strip(tool, projectId)}
    </div>
  );
}

function strip(tool: ToolName, projectId: Id): ReactNode {
  if (tool === "mask") return <BrushStrip />;
  if (tool === "keypoints") return <KeypointStrip projectId={projectId} />;
  if (tool === "select") return <SelectionStrip />;
  return <span className="muted">{hints[tool]}</span>;
}

function SelectionStrip() {
  const { engine } = useWorkspace();
  const objects = useSnapshot((s) => s.objects);
  const selection = useSnapshot((s) => s.selection);
  const types = new Set(objects.filter((shape) => selection.has(shape.id)).map((shape) => shape.geometry.type));
  if (selection.size === 0) return <span className="muted">Click an object, or drag around several.</span>;
  const closed = types.has("polygon") || types.has("box") || types.has("rotated_box");
  return (
    <>
      {types.has("mask") && (
        <Button size="s" keys="convert.polygon" onClick={() => toPolygons(engine, newId)}>To polygons</Button>
      )}
      {closed && <Button size="s" keys="convert.mask" onClick={() => toMasks(engine)}>To masks</Button>}
      {types.has("keypoints") && <span className="muted">Drag a point; the other mouse button hides or shows it.</span>}
      {types.has("mask") && !closed && (
        <span className="muted">
          <kbd>{keyHint("tool.mask")}</kbd> paints on.
        </span>
      )}
    </>
  );
}

function KeypointStrip({ projectId }: { projectId: Id }) {
  const workspace = useWorkspace();
  const { engine } = workspace;
  const next = useTold(engine.keypoints.progress);
  const labelId = useSnapshot((s) => s.labelId);
  const label = labelId ? workspace.label(labelId) : undefined;
  if (!label?.skeleton) {
    return (
      <span className="muted">
        {label ? `${label.name} has no skeleton. ` : "No label is chosen. "}
        Pick a label that has keypoints, or <Link to={`/projects/${projectId}/settings`}>give it some</Link>.
      </span>
    );
  }
  const names = label.skeleton.keypoints;
  return (
    <>
      <span>
        Next: <strong>{next?.name ?? names[0]}</strong>{" "}
        <span className="num muted">{(next?.next ?? 0) + 1} of {names.length}</span>
      </span>
      <span className="row">
        <Button size="s" keys="keypoint.skip" onClick={() => void engine.keypoints.skip()}>Skip</Button>
        <Button
          size="s"
          keys="keypoint.hide"
          aria-pressed={next?.hidden ?? false}
          disabled={!next || next.next === 0}
          onClick={() => void engine.keypoints.turn()}
        >
          Hidden
        </Button>
        <Button size="s" disabled={!next || next.next === 0} onClick={() => void engine.toolKey("Enter")}>
          Finish
        </Button>
      </span>
      <span className="muted">
        {next?.next ? "The other mouse button places a hidden point." : "Click the points, or drag over the object."}
      </span>
    </>
  );
}
