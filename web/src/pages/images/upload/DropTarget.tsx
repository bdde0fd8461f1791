import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Icon } from "../../../ui/index.ts";
import { dropped } from "./dropped.ts";
import type { Picked } from "./UploadQueue.ts";

/** The whole page takes dropped files and folders. */
export function DropTarget(
  { disabled, onFiles, children }: { disabled: boolean; onFiles: (files: Picked[]) => void; children: ReactNode },
) {
  const [over, setOver] = useState(false);
  /** enter and leave fire for every child that is crossed */
  const depth = useRef(0);
  const files = (event: DragEvent) => !disabled && event.dataTransfer.types.includes("Files");
  const enter = (event: DragEvent) => {
    if (!files(event)) return;
    event.preventDefault();
    depth.current++;
    setOver(true);
  };
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!files(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    void dropped(event.dataTransfer).then(onFiles);
  };
  return (
    <div
      className="drop-page"
      onDragEnter={enter}
      onDragOver={(event) => files(event) && event.preventDefault()}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className="drop-page-over" aria-hidden="true">
          <Icon name="upload" size={24} />
          <strong>Drop to upload</strong>
          <span className="muted">Photographs or whole folders</span>
        </div>
      )}
    </div>
  );
}
