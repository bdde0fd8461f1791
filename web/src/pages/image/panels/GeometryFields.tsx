import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import {
  canEnter,
  type Entries,
  entriesOf,
  type EntryErrors,
  type EntryName,
  parseEntry,
  withEntries,
} from "../../../canvas/geometry/entry.ts";
import { replacing, type Shape } from "../../../canvas/scene/shape.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

const names: readonly { name: EntryName; short: string; label: string; turned?: string }[] = [
  { name: "x", short: "X", label: "Left edge, px", turned: "Centre x, px" },
  { name: "y", short: "Y", label: "Top edge, px", turned: "Centre y, px" },
  { name: "width", short: "W", label: "Width, px" },
  { name: "height", short: "H", label: "Height, px" },
  { name: "angle", short: "∠", label: "Angle, degrees clockwise" },
];

/** The one selected object in numbers. Typing changes it at Enter or on leaving the field; Esc takes the typing back. */
export function GeometryFields({ editable }: { editable: boolean }) {
  const workspace = useWorkspace();
  const shape = useSnapshot((s) =>
    s.selection.size === 1 ? workspace.engine.scene.get([...s.selection][0]!) : undefined
  );
  const locked = useSnapshot((s) => shape !== undefined && s.locked.has(shape.id));
  if (!shape || !entriesOf(shape.geometry)) return null;
  return (
    <Fields
      key={shape.id}
      shape={shape}
      disabled={!editable || locked || !canEnter(shape.geometry)}
      onEnter={(geometry) =>
        workspace.engine.commit({ title: "Set by numbers", changes: [replacing(shape, { ...shape, geometry })] })}
    />
  );
}

function Fields(
  { shape, disabled, onEnter }: { shape: Shape; disabled: boolean; onEnter: (geometry: Shape["geometry"]) => void },
) {
  const workspace = useWorkspace();
  const [typed, setTyped] = useState<{ [name in EntryName]?: string }>({});
  const [errors, setErrors] = useState<EntryErrors>({});
  const now = entriesOf(shape.geometry)!;
  const turned = shape.geometry.type === "rotated_box";
  const fresh = useRef(shape.geometry);
  /** Esc leaves the field too: what leaving would enter is gone by then */
  const left = useRef(false);
  useEffect(() => {
    if (fresh.current === shape.geometry) return;
    fresh.current = shape.geometry;
    setTyped({});
    setErrors({});
  }, [shape.geometry]);
  const enter = () => {
    if (left.current) return void (left.current = false);
    const entries: Entries = {};
    const wrong: EntryErrors = {};
    for (const [name, text] of Object.entries(typed) as [EntryName, string][]) {
      const value = parseEntry(text);
      if (value === null) wrong[name] = "a number";
      else if (value !== now[name]) entries[name] = value;
    }
    if (Object.keys(wrong).length > 0) return setErrors(wrong);
    if (Object.keys(entries).length === 0) return reset();
    const result = withEntries(shape.geometry, entries, workspace.engine.viewport.image);
    if ("errors" in result) return setErrors(result.errors);
    setErrors({});
    onEnter(result.geometry);
  };
  const reset = () => {
    setTyped({});
    setErrors({});
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") enter();
    else if (event.key === "Escape") {
      reset();
      left.current = true;
      workspace.engine.root.focus({ preventScroll: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = names.filter(({ name }) => name !== "angle" || turned);
  const told = shown.flatMap(({ name, short }) => errors[name] ? [`${short}: ${errors[name]}`] : []);
  return (
    <section className="numbers" aria-label="Position and size">
      <div className="numbers-grid">
        {shown.map(({ name, short, label, turned: other }) => (
          <label key={name} className="number" data-tip={turned && other ? other : label}>
            <span aria-hidden="true">{short}</span>
            <input
              className="num"
              inputMode="decimal"
              aria-label={turned && other ? other : label}
              aria-invalid={errors[name] ? true : undefined}
              aria-describedby={errors[name] ? "numbers-errors" : undefined}
              disabled={disabled}
              value={typed[name] ?? String(now[name])}
              onChange={(event) =>
                setTyped({ ...typed, [name]: event.target.value })}
              onFocus={(event) =>
                event.target.select()}
              onKeyDown={onKeyDown}
              onBlur={enter}
            />
          </label>
        ))}
      </div>
      {told.length > 0 && <p id="numbers-errors" className="field-error" role="alert">{told.join("; ")}</p>}
    </section>
  );
}
