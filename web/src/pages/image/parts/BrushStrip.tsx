import { useEffect, useState } from "react";
import { type BrushOptions, largestBrush } from "../../../canvas/mask/BrushOptions.ts";
import { Button, type IconName, Select } from "../../../ui/index.ts";
import { filledHoles } from "../filledHoles.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { useTold } from "../workspace/useTold.ts";

const tips: readonly { value: BrushOptions["tip"]; icon: IconName; label: string }[] = [
  { value: "round", icon: "brush", label: "Round" },
  { value: "square", icon: "box", label: "Square" },
  { value: "outline", icon: "polygon", label: "Outline" },
];

const unders: { value: BrushOptions["under"]; label: string }[] = [
  { value: "none", label: "no other mask" },
  { value: "label", label: "masks of its label" },
  { value: "all", label: "all other masks" },
];

/** Options of the mask tool. */
export function BrushStrip() {
  const { engine } = useWorkspace();
  const { mask } = engine;
  const options = useTold(mask.options);
  const objects = useSnapshot((s) => s.objects);
  const selection = useSnapshot((s) => s.selection);
  const onMask = objects.some((shape) => selection.has(shape.id) && shape.geometry.type === "mask");
  return (
    <>
      <span className="row" role="group" aria-label="Brush">
        {tips.map(({ value, icon, label }) => (
          <Button
            key={value}
            size="s"
            icon={icon}
            keys="brush.tip"
            kind={options.tip === value ? "secondary" : "ghost"}
            aria-pressed={options.tip === value}
            onClick={() => mask.set({ tip: value })}
          >
            {label}
          </Button>
        ))}
      </span>
      <Button
        size="s"
        icon="eraser"
        keys="brush.erase"
        kind={options.erasing ? "secondary" : "ghost"}
        aria-pressed={options.erasing}
        onClick={() => mask.set({ erasing: !options.erasing })}
      >
        Erase
      </Button>
      {options.tip !== "outline" && <Size size={options.size} onChange={(size) => mask.set({ size })} />}
      <label>
        Takes from
        <Select
          value={options.under}
          options={unders}
          data-tip="Pixels that you paint are taken from these"
          onChange={(event) => {
            mask.set({ under: event.target.value as BrushOptions["under"] });
            // Who chose by mouse goes on painting; who walks the choices by keys stays.
            if (!event.target.matches(":focus-visible")) engine.root.focus({ preventScroll: true });
          }}
        />
      </label>
      <span className="row">
        <Button size="s" kind="ghost" keys="brush.holes" disabled={!onMask} onClick={() => void filledHoles(engine)}>
          Fill holes
        </Button>
        <Button size="s" kind="ghost" keys="brush.new" disabled={!onMask} onClick={() => mask.begin()}>
          New object
        </Button>
      </span>
    </>
  );
}

/** The slider runs by doubling: as fine among small brushes as it is coarse among large ones. */
function Size({ size, onChange }: { size: number; onChange: (size: number) => void }) {
  const [text, setText] = useState(String(size));
  useEffect(() => setText(String(size)), [size]);
  const take = () => {
    const wanted = Math.round(Number(text.replace(",", ".")));
    if (wanted >= 1) onChange(Math.min(largestBrush, wanted));
    else setText(String(size));
  };
  return (
    <label data-tip="Size of the brush, image pixels" data-tip-keys="[ ]">
      Size
      <input
        type="range"
        aria-label="Size of the brush"
        min={0}
        max={Math.log2(largestBrush)}
        step={0.01}
        value={Math.log2(size)}
        onChange={(event) => onChange(Math.round(2 ** Number(event.target.value)))}
      />
      <input
        className="input num"
        inputMode="numeric"
        aria-label="Size of the brush in pixels"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
    </label>
  );
}
