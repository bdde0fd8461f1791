import { IconButton, type IconName } from "../../../ui/index.ts";
import type { Id } from "../../../api/types.ts";
import type { Engine } from "../../../canvas/engine/Engine.ts";
import type { ToolName } from "../../../canvas/tools/Tool.ts";
import { fit, zoomedBy } from "../../../canvas/view/viewport.ts";
import { again } from "../again.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { ViewMenu } from "./ViewMenu.tsx";
import { PictureMenu } from "./PictureMenu.tsx";

const tools: readonly { name: ToolName; icon: IconName; label: string }[] = [
  { name: "select", icon: "cursor", label: "Select" },
  { name: "box", icon: "box", label: "Box" },
  { name: "rotated", icon: "rotatedBox", label: "Rotated box" },
  { name: "polygon", icon: "polygon", label: "Polygon" },
  { name: "polyline", icon: "polyline", label: "Polyline" },
  { name: "mask", icon: "mask", label: "Mask" },
  { name: "keypoints", icon: "keypoints", label: "Keypoints" },
];

function onlyPolygon(selection: ReadonlySet<Id>, engine: Engine): boolean {
  return selection.size === 1 && [...selection].every((id) => engine.scene.get(id)?.geometry.type === "polygon");
}

/** The thin toolbar on the left. */
export function ToolRail({ editable }: { editable: boolean }) {
  const workspace = useWorkspace();
  const { engine } = workspace;
  const tool = useSnapshot((s) => s.tool);
  const undo = useSnapshot((s) => s.undo);
  const redo = useSnapshot((s) => s.redo);
  const allHidden = useSnapshot((s) => s.allHidden);
  const snaps = useSnapshot((s) => s.view.snaps);
  const polygon = useSnapshot((s) => onlyPolygon(s.selection, engine));
  const zoom = (factor: number) => engine.setViewport(zoomedBy(engine.viewport, factor));
  // A hand on the mouse goes on with the canvas (Space pans, Enter closes); one on the keyboard stays in the toolbar.
  const back = (event: { detail: number }) => event.detail > 0 && engine.root.focus({ preventScroll: true });
  return (
    <aside aria-label="Tools" className="work-aside">
      <div className="work-tools" role="toolbar" aria-label="Tools" aria-orientation="vertical" onClick={back}>
        {tools.map(({ name, icon, label }) => (
          <IconButton
            key={name}
            label={label}
            icon={icon}
            keys={`tool.${name}`}
            pressed={tool === name}
            disabled={!editable && name !== "select"}
            onClick={() => engine.setTool(name)}
          />
        ))}
        <IconButton
          label="Cut a hole into the selected polygon"
          icon="polygonHole"
          keys="tool.hole"
          disabled={!editable || !polygon}
          onClick={() => engine.cutHole()}
        />
        <IconButton
          label="Snap to neighbours"
          icon="snap"
          keys="draw.snap"
          pressed={snaps}
          disabled={!editable}
          onClick={() => workspace.setView({ snaps: !snaps })}
        />
        <hr />
        <IconButton
          label="Undo"
          tip={undo ? `Undo: ${undo}` : "Undo"}
          icon="undo"
          keys="edit.undo"
          disabled={!undo}
          onClick={() => again(workspace, "undo")}
        />
        <IconButton
          label="Redo"
          tip={redo ? `Redo: ${redo}` : "Redo"}
          icon="redo"
          keys="edit.redo"
          disabled={!redo}
          onClick={() => again(workspace, "redo")}
        />
        <hr />
        <IconButton label="Zoom in" icon="zoomIn" keys="view.zoomIn" onClick={() => zoom(1.25)} />
        <IconButton label="Zoom out" icon="zoomOut" keys="view.zoomOut" onClick={() => zoom(0.8)} />
        <IconButton
          label="Fit to the window"
          icon="fit"
          keys="view.fit"
          onClick={() => engine.setViewport(fit(engine.viewport))}
        />
        <hr />
        <IconButton
          label={allHidden ? "Show all objects" : "Hide all objects"}
          icon={allHidden ? "eyeOff" : "eye"}
          keys="object.hideAll"
          pressed={allHidden}
          onClick={() => workspace.setAllHidden(!allHidden)}
        />
        <ViewMenu />
        <PictureMenu />
      </div>
    </aside>
  );
}
