import { useEffect, useRef } from "react";
import type { Annotation, Id, Image } from "../../../api/types.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { bytes, count } from "../../../lib/format.ts";
import { Button, IconButton, Status } from "../../../ui/index.ts";
import type { ImageList } from "../ImageList.ts";
import { SimilarStrip } from "../similar/SimilarStrip.tsx";
import { ShapesOver } from "./ShapesOver.tsx";

/** The focused image large, without leaving the grid: Space opens and closes, arrows walk on. */
export function QuickLook(
  { projectId, list, index, shapesOf, colorOf, onIndex, onOpen, onClose }: {
    projectId: Id;
    list: ImageList;
    index: number;
    shapesOf: (image: Image) => readonly Annotation[] | undefined;
    colorOf: (labelId: Id) => string;
    onIndex: (index: number) => void;
    onOpen: (image: Image) => void;
    onClose: () => void;
  },
) {
  const ref = useRef<HTMLDialogElement>(null);
  const image = list.at(index);
  const shapes = image && shapesOf(image);
  const go = (to: number) => {
    if (to < 0 || to >= list.count) return;
    void list.reach(to);
    onIndex(to);
  };
  useEffect(() => {
    const dialog = ref.current!;
    const before = document.activeElement;
    dialog.showModal();
    dialog.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useKeys({
    "grid.quicklook": onClose,
    "grid.clear": onClose,
    "grid.left": () => go(index - 1),
    "grid.right": () => go(index + 1),
    "grid.up": () => go(index - 1),
    "grid.down": () => go(index + 1),
    "grid.open": () => image ? onOpen(image) : false,
  }, { modal: true });
  return (
    <dialog
      ref={ref}
      className="quick-look"
      tabIndex={-1}
      aria-label={image ? `Quick look: ${image.filename}` : "Quick look"}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === ref.current && onClose()}
    >
      <div className="quick-box">
        <div className="quick-picture">
          {image
            ? (
              <img
                key={image.id}
                src={`/api/images/${image.id}/content`}
                alt={image.filename}
                width={image.width}
                height={image.height}
              />
            )
            : <div className="skeleton" />}
          {image && shapes && (
            <ShapesOver
              width={image.width}
              height={image.height}
              shapes={shapes}
              colorOf={colorOf}
            />
          )}
        </div>
        {image && (
          <div className="quick-similar">
            <SimilarStrip key={image.id} projectId={projectId} imageId={image.id} />
          </div>
        )}
        <footer className="row">
          <strong className="truncate">{image?.filename ?? "…"}</strong>
          {image && <span className="num muted">{image.width} × {image.height} · {bytes(image.size_bytes)}</span>}
          {image && <Status status={image.status} />}
          <span className="grow" />
          <span className="num muted">{count(index + 1)} / {count(list.count)}</span>
          <IconButton
            label="Previous"
            icon="chevronLeft"
            size="s"
            disabled={index <= 0}
            onClick={() => go(index - 1)}
          />
          <IconButton
            label="Next"
            icon="chevronRight"
            size="s"
            disabled={index >= list.count - 1}
            onClick={() => go(index + 1)}
          />
          {image && <Button size="s" onClick={() => onOpen(image)}>Open</Button>}
          <IconButton label="Close" icon="close" size="s" onClick={onClose} />
        </footer>
      </div>
    </dialog>
  );
}
