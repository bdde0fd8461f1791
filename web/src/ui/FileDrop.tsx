import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";

/** A place to drop files or to choose them. */
export function FileDrop(
  { label, hint, accept, multiple, disabled, onFiles }: {
    label: string;
    hint?: ReactNode;
    accept?: string;
    multiple?: boolean;
    disabled?: boolean;
    onFiles: (files: File[]) => void;
  },
) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => list && list.length > 0 && onFiles([...list]);
  const drag = (event: DragEvent, on: boolean) => {
    event.preventDefault();
    if (!disabled) setOver(on);
  };
  return (
    <div
      className={over ? "drop over" : "drop"}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        if (!disabled) take(event.dataTransfer.files);
      }}
    >
      <button type="button" disabled={disabled} onClick={() => input.current!.click()}>
        <Icon name="upload" size={20} />
        <span>
          <strong>{label}</strong>
          {hint && <span className="field-hint">{hint}</span>}
        </span>
      </button>
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
    </div>
  );
}
