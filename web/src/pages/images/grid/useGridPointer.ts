import { type MouseEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import type { ImageGridProps } from "./ImageGrid.tsx";
import { cellsIn, type Layout } from "./layout.ts";
import { banded, cleared, extended, type Selection, toggled } from "./selection.ts";

interface Press {
  id: number;
  /** in the grid's own coordinates */
  x: number;
  y: number;
  before: Selection;
  keep: boolean;
  moved: boolean;
}

const slop = 6;
const edge = 40;

/** Click opens; the check, Ctrl and Shift select; once something is selected a click selects; a drag selects what it touches. */
export function useGridPointer(box: RefObject<HTMLDivElement>, layout: Layout, total: number, props: ImageGridProps) {
  const { list, selection, onSelection, onOpen, hrefOf } = props;
  const press = useRef<Press | null>(null);
  const [band, setBand] = useState<{ left: number; top: number; width: number; height: number } | null>(null);
  const at = (index: number) => list.at(index)?.id;
  const point = (event: PointerEvent) => {
    const space = box.current!.firstElementChild!.getBoundingClientRect();
    return { x: event.clientX - space.left, y: event.clientY - space.top };
  };
  const down = (event: PointerEvent) => {
    if (
      event.button !== 0 || event.pointerType === "touch" ||
      event.target === box.current && onScrollbar(event, box.current)
    ) return;
    press.current = {
      id: event.pointerId,
      ...point(event),
      before: selection,
      keep: event.ctrlKey || event.metaKey || event.shiftKey,
      moved: false,
    };
  };
  const move = (event: PointerEvent) => {
    const start = press.current;
    if (!start || event.pointerId !== start.id) return;
    const { x, y } = point(event);
    if (!start.moved && Math.hypot(x - start.x, y - start.y) < slop) return;
    if (!start.moved) box.current!.setPointerCapture(event.pointerId);
    start.moved = true;
    const rect = {
      left: Math.min(x, start.x),
      top: Math.min(y, start.y),
      right: Math.max(x, start.x),
      bottom: Math.max(y, start.y),
    };
    setBand({ left: rect.left, top: rect.top, width: rect.right - rect.left, height: rect.bottom - rect.top });
    onSelection(banded(start.before, cellsIn(layout, total, rect), start.keep, at));
    scrollNear(event, box.current!);
  };
  const up = (event: PointerEvent) => {
    if (!press.current?.moved) return;
    // The click that follows a drag is none.
    setTimeout(() => press.current = null);
    setBand(null);
    event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    const dragged = press.current?.moved;
    press.current = null;
    if (dragged || !(event.target instanceof Element)) return;
    const cell = event.target.closest<HTMLElement>("[data-index]");
    if (!cell) return void (selection.ids.size > 0 && !event.shiftKey && onSelection(cleared(selection)));
    const index = Number(cell.dataset.index);
    const image = list.at(index);
    if (!image) return;
    if (event.shiftKey) onSelection(extended(selection, index, at));
    else if (event.ctrlKey || event.metaKey || selection.ids.size > 0 || event.target.closest("[data-check]")) {
      onSelection(toggled(selection, index, at));
    } else onOpen(image);
  };
  const auxClick = (event: MouseEvent) => {
    const cell = event.button === 1 && event.target instanceof Element
      ? event.target.closest<HTMLElement>("[data-index]")
      : null;
    const image = cell && list.at(Number(cell.dataset.index));
    if (image) open(hrefOf(image), "_blank", "noopener");
  };
  return {
    band,
    handlers: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: up,
      onClick: click,
      onAuxClick: auxClick,
    },
  };
}

function onScrollbar(event: PointerEvent, element: HTMLElement): boolean {
  return event.nativeEvent.offsetX > element.clientWidth;
}

function scrollNear(event: PointerEvent, element: HTMLElement) {
  const view = element.getBoundingClientRect();
  if (event.clientY < view.top + edge) element.scrollTop -= 24;
  else if (event.clientY > view.bottom - edge) element.scrollTop += 24;
}
