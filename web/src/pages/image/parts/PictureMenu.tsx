import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useKeys } from "../../../app/keyboard.ts";
import { isPlain, plainLook } from "../../../canvas/paint/PictureFilter.ts";
import { Button, Checkbox } from "../../../ui/index.ts";
import { adjustPicture, pictureLook } from "../usePicture.ts";
import { useTold } from "../workspace/useTold.ts";

/** A button that opens the sliders for brightness, contrast and gamma; lit while the picture is not shown as it is. */
export function PictureMenu() {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const look = useTold(pictureLook);
  useKeys({ "picture.adjust": () => setOpen(!open) });
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  return (
    <>
      <Button
        kind="ghost"
        icon="contrast"
        buttonRef={anchor}
        aria-label="Brightness, contrast, gamma"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-pressed={!isPlain(look)}
        tip={isPlain(look) ? "Brightness, contrast, gamma" : "The picture is shown adjusted"}
        keys="picture.adjust"
        onClick={() => setOpen(!open)}
      />
      {open && <Sliders anchor={anchor.current!.getBoundingClientRect()} onClose={close} />}
    </>
  );
}

function Sliders({ anchor, onClose }: { anchor: DOMRect; onClose: () => void }) {
  const look = useTold(pictureLook);
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(anchor.top);
  useLayoutEffect(() => {
    setTop(Math.max(8, Math.min(anchor.top, innerHeight - box.current!.offsetHeight - 8)));
    box.current!.querySelector("input")!.focus();
  }, []);
  useEffect(() => {
    const outside = (event: PointerEvent) => box.current?.contains(event.target as Node) || onClose();
    const timer = setTimeout(() => addEventListener("pointerdown", outside));
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerdown", outside);
    };
  }, []);
  return createPortal(
    <div
      ref={box}
      className="menu picture-menu"
      role="dialog"
      aria-label="Picture"
      style={{ left: anchor.right + 8, top }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Slider
        label="Brightness"
        value={look.brightness}
        min={-100}
        max={100}
        shown={signed(look.brightness)}
        onChange={(brightness) => adjustPicture({ brightness })}
      />
      <Slider
        label="Contrast"
        value={look.contrast}
        min={-100}
        max={100}
        shown={signed(look.contrast)}
        onChange={(contrast) => adjustPicture({ contrast })}
      />
      <Slider
        label="Gamma"
        value={Math.round(Math.log(look.gamma) / Math.log(5) * 100)}
        min={-100}
        max={100}
        shown={look.gamma.toFixed(2)}
        onChange={(step) => adjustPicture({ gamma: 5 ** (step / 100) })}
      />
      <Checkbox
        label="Negative"
        checked={look.invert}
        onChange={(event) => adjustPicture({ invert: event.target.checked })}
      />
      <p className="muted">Only what you see changes: files and exports stay as they are.</p>
      <Button size="s" keys="picture.reset" disabled={isPlain(look)} onClick={() => adjustPicture(plainLook)}>
        Reset
      </Button>
    </div>,
    document.body,
  );
}

const signed = (value: number) => value > 0 ? `+${value}` : String(value);

function Slider(
  { label, value, min, max, shown, onChange }: {
    label: string;
    value: number;
    min: number;
    max: number;
    shown: string;
    onChange: (value: number) => void;
  },
) {
  return (
    <label className="picture-row">
      {label}
      <span className="num muted">{shown}</span>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={shown}
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        onDoubleClick={() => onChange(0)}
      />
    </label>
  );
}
