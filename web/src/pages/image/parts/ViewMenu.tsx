import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { keyHint } from "../../../app/keyboard.ts";
import { Button, IconButton, Select } from "../../../ui/index.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { plainView } from "../workspace/remembered.ts";

const outlines = [
  { value: "0", label: "None" },
  { value: "0.6", label: "Thin" },
  { value: "1", label: "Normal" },
  { value: "2", label: "Thick" },
];

/** How shapes look and whether neighbours take hold: kept in this browser, in force on every image. */
export function ViewMenu() {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => anchor.current?.contains(event.target as Node) || setOpen(false);
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    anchor.current?.querySelector("button")?.focus();
  };
  return (
    <span ref={anchor} className="view-menu" onKeyDown={onKeyDown}>
      <IconButton
        label="How shapes look"
        icon="settings"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && anchor.current && <Settings anchor={anchor.current.getBoundingClientRect()} />}
    </span>
  );
}

function Settings({ anchor }: { anchor: DOMRect }) {
  const workspace = useWorkspace();
  const view = useSnapshot((s) => s.view);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    // The toolbar hands clicks back to the canvas; these stay here.
    <div
      className="view-settings stack"
      role="dialog"
      aria-label="How shapes look"
      style={{ left: anchor.right + 8, bottom: Math.max(8, innerHeight - anchor.bottom) }}
      onClick={(event) => event.stopPropagation()}
    >
      <label className="view-row">
        <span>Fill</span>
        <input
          ref={first}
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(view.fill * 100)}
          aria-label="Opacity of the fill, percent"
          onChange={(event) => workspace.setView({ fill: Number(event.target.value) / 100 })}
        />
        <span className="num muted">{Math.round(view.fill * 100)} %</span>
      </label>
      <label className="view-row">
        <span>Outline</span>
        <Select
          className="select-s"
          aria-label="Outline"
          value={String(view.outline)}
          onChange={(event) => workspace.setView({ outline: Number(event.target.value) })}
          options={outlines}
        />
      </label>
      <label className="view-row view-switch">
        <span className="grow">Snap to neighbours</span>
        <kbd>{keyHint("draw.snap")}</kbd>
        <input
          type="checkbox"
          checked={view.snaps}
          onChange={(event) => workspace.setView({ snaps: event.target.checked })}
        />
      </label>
      <div className="row-end">
        <Button size="s" kind="ghost" onClick={() => workspace.setView(plainView)}>Reset</Button>
      </div>
    </div>
  );
}
