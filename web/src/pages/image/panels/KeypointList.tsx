import { useEffect, useState } from "react";
import { movePoint, setVisibility } from "../../../canvas/engine/keypointActions.ts";
import { absent, completed, type Keypoint, type Visibility } from "../../../canvas/geometry/keypoints.ts";
import type { Shape } from "../../../canvas/scene/shape.ts";
import { Select, toast, VirtualList } from "../../../ui/index.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

const visibilities = [
  { value: "2", label: "Visible" },
  { value: "1", label: "Hidden" },
  { value: "0", label: "Not there" },
];

const rowHeight = 30;
const rowsShown = 8;

/** The points of the selected object by name: visibility and place, in image pixels. */
export function KeypointList({ editable }: { editable: boolean }) {
  const workspace = useWorkspace();
  const selection = useSnapshot((s) => s.selection);
  const objects = useSnapshot((s) => s.objects);
  const locked = useSnapshot((s) => s.locked);
  const shape = selection.size === 1 ? objects.find((one) => selection.has(one.id)) : undefined;
  if (shape?.geometry.type !== "keypoints") return null;
  const skeleton = workspace.label(shape.labelId)?.skeleton ?? null;
  const { points } = completed(shape.geometry, skeleton);
  const placed = points.filter((point) => point[2] !== 0).length;
  return (
    <section className="keypoints" aria-label="Keypoints">
      <header className="side-head">
        <h2>Keypoints</h2>
        <span className="num muted">{placed} of {points.length}</span>
      </header>
      <VirtualList
        style={{ height: Math.min(points.length, rowsShown) * rowHeight }}
        count={points.length}
        rowHeight={rowHeight}
        render={(index) => (
          <Row
            key={`${shape.id} ${index}`}
            shape={shape}
            index={index}
            name={skeleton?.keypoints[index] ?? `Point ${index + 1}`}
            point={points[index] ?? absent}
            disabled={!editable || locked.has(shape.id)}
          />
        )}
      />
    </section>
  );
}

function Row(
  { shape, index, name, point, disabled }: {
    shape: Shape;
    index: number;
    name: string;
    point: Keypoint;
    disabled: boolean;
  },
) {
  const { engine } = useWorkspace();
  const [x, y, visibility] = point;
  const set = (wanted: Visibility) => {
    if (!setVisibility(engine, shape.id, index, wanted)) toast("At least one point must stay.");
  };
  return (
    <div className={visibility === 0 ? "keypoint-row absent" : "keypoint-row"}>
      <span className="truncate" data-tip={name}>{name}</span>
      <Select
        aria-label={`Visibility of ${name}`}
        value={String(visibility)}
        disabled={disabled}
        options={visibilities}
        onChange={(event) => set(Number(event.target.value) as Visibility)}
      />
      <Place
        label={`x of ${name}`}
        value={visibility === 0 ? null : x}
        disabled={disabled}
        onSet={(value) => movePoint(engine, shape.id, index, { x: value, y })}
      />
      <Place
        label={`y of ${name}`}
        value={visibility === 0 ? null : y}
        disabled={disabled}
        onSet={(value) => movePoint(engine, shape.id, index, { x, y: value })}
      />
    </div>
  );
}

/** A coordinate that is taken with Enter or on leaving the field; what is no number goes back to what was. */
function Place(
  { label, value, disabled, onSet }: {
    label: string;
    value: number | null;
    disabled: boolean;
    onSet: (value: number) => void;
  },
) {
  const shown = value === null ? "" : String(Math.round(value * 100) / 100);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const take = () => {
    const wanted = Number(text.trim().replace(",", "."));
    if (text.trim() === "" || !Number.isFinite(wanted)) setText(shown);
    else if (text !== shown) onSet(wanted);
  };
  return (
    <input
      className="input num"
      inputMode="decimal"
      aria-label={label}
      disabled={disabled || value === null}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        else if (event.key === "Escape") setText(shown);
      }}
    />
  );
}
