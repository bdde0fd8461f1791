import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Annotation, Id, Image } from "../../../api/types.ts";
import { plural } from "../../../lib/format.ts";
import type { ImageList } from "../ImageList.ts";
import { Cell } from "./Cell.tsx";
import { useFlick } from "./useFlick.ts";
import { type Density, heightOf, layoutFor, placeOf, revealing, slotsOf, stepped, windowOf } from "./layout.ts";
import { extended, focused, type Selection } from "./selection.ts";
import { useGridPointer } from "./useGridPointer.ts";

export interface GridHandle {
  step(direction: "left" | "right" | "up" | "down", extend: boolean): void;
  focus(index: number): void;
}

export interface ImageGridProps {
  handle: Ref<GridHandle>;
  list: ImageList;
  density: Density;
  selection: Selection;
  /** every image is selected, also those that have not come yet */
  everything?: boolean;
  onSelection: (selection: Selection) => void;
  onOpen: (image: Image) => void;
  onShown: (images: readonly Image[]) => void;
  hrefOf: (image: Image) => string;
  shapesOf: (image: Image) => readonly Annotation[] | undefined;
  colorOf: (labelId: Id) => string;
}

/** A window of cells over a list of any length: only what is in view exists, pages are fetched as they come near. */
export function ImageGrid(props: ImageGridProps) {
  const { list, density, selection, onSelection, onShown } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, width: 0, height: 0 });
  const layout = useMemo(() => layoutFor(view.width || 1000, density), [view.width, density]);
  const total = list.count;
  const measure = () => {
    const element = box.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const width = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    setView({ top: element.scrollTop, width, height: element.clientHeight });
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    measure();
    box.current!.focus({ preventScroll: true });
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => void (box.current!.scrollTop = 0), [list]);
  // Another density keeps what one was looking at.
  const firstSeen = useRef(0);
  useLayoutEffect(() => {
    if (view.width === 0) return;
    const wanted = placeOf(layout, firstSeen.current).top;
    if (firstSeen.current >= layout.columns) box.current!.scrollTop = wanted;
  }, [layout]);

  const { first, last } = windowOf(layout, total, view.top, view.height);
  useEffect(() => {
    firstSeen.current = Math.floor(view.top / layout.pitch) * layout.columns;
  }, [view.top]);
  useEffect(() => {
    list.shown(last);
  }, [last, list, list.items.length]);
  useEffect(() => onShown(list.items.slice(first, last)), [first, last, list.items]);

  const focus = (index: number, next: Selection) => {
    onSelection(next);
    const to = revealing(layout, index, view.top, view.height);
    if (to !== null) box.current!.scrollTop = to;
  };
  useImperativeHandle(props.handle, () => ({
    step: (direction, extend) => {
      const to = stepped(layout, total, selection.focus, direction);
      if (to >= 0) focus(to, extend ? extended(selection, to, (i) => list.at(i)?.id) : focused(selection, to));
    },
    focus: (index) => focus(index, focused(selection, index)),
  }));
  const pointer = useGridPointer(box, layout, total, props);
  const flick = useFlick(layout.pitch / 3);
  const slots = slotsOf(layout, view.height);
  const cells = [];
  for (let index = first; index < last; index++) {
    const image = list.at(index);
    const place = placeOf(layout, index);
    cells.push(
      <Cell
        // A cell that leaves the window is the one that comes in: nothing is made or thrown away while scrolling.
        key={index % slots}
        index={index}
        image={image}
        left={place.left}
        top={place.top}
        layout={layout}
        density={density}
        selected={image !== undefined && (props.everything || selection.ids.has(image.id))}
        focused={index === selection.focus}
        picking={selection.ids.size > 0}
        flying={flick.flying}
        shapes={image && props.shapesOf(image)}
        colorOf={props.colorOf}
        total={total}
      />,
    );
  }
  return (
    <div
      ref={box}
      className="grid-scroll"
      tabIndex={0}
      role="listbox"
      aria-multiselectable="true"
      aria-label={plural(total, "image")}
      aria-activedescendant={selection.focus >= first && selection.focus < last ? `cell-${selection.focus}` : undefined}
      // Only the position: asking for sizes here would force a layout in every frame of a scroll.
      onScroll={() => {
        const top = box.current!.scrollTop;
        flick.scrolled(top);
        setView((old) => ({ ...old, top }));
      }}
      {...pointer.handlers}
    >
      <div className="grid-space" role="presentation" style={{ height: heightOf(layout, total) }}>
        {cells}
        {pointer.band && <div className="grid-band" style={pointer.band} />}
      </div>
    </div>
  );
}
