import {
  type MouseEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Id, Image, Label } from "../../api/types.ts";
import { plural } from "../../lib/format.ts";
import { heightOf, layoutWith, placeOf, revealing, stepped, windowOf } from "../images/grid/layout.ts";
import { cleared, extended, focused, type Selection, toggled } from "../images/grid/selection.ts";
import type { ImageList } from "../images/ImageList.ts";
import { captionHeight, ClassCell } from "./ClassCell.tsx";
import type { ClassBook } from "./ClassBook.ts";

export interface ClassGridHandle {
  step(direction: "left" | "right" | "up" | "down", extend: boolean): void;
  focus(index: number): void;
}

/** A window of cells over a list of any length; where the keyboard is, is always in view. */
export function ClassGrid(
  { handle, list, book, columns, byId, selection, onSelection, onShown, onLook }: {
    handle: Ref<ClassGridHandle>;
    list: ImageList;
    book: ClassBook;
    columns: number;
    byId: ReadonlyMap<Id, Label>;
    selection: Selection;
    onSelection: (selection: Selection) => void;
    onShown: (images: readonly Image[]) => void;
    onLook: () => void;
  },
) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, width: 0, height: 0 });
  const layout = useMemo(() => layoutWith(view.width || 1000, columns, captionHeight), [view.width, columns]);
  const total = list.count;
  useLayoutEffect(() => {
    const measure = () => {
      const element = box.current!;
      const style = getComputedStyle(element);
      const width = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      setView({ top: element.scrollTop, width, height: element.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    measure();
    box.current!.focus({ preventScroll: true });
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => void (box.current!.scrollTop = 0), [list]);
  // Other columns keep the focused image in view.
  useLayoutEffect(() => {
    if (selection.focus >= 0 && view.width > 0) reveal(selection.focus);
  }, [layout]);
  const { first, last } = windowOf(layout, total, view.top, view.height);
  useEffect(() => list.shown(last), [last, list, list.items.length]);
  useEffect(() => onShown(list.items.slice(first, last)), [first, last, list.items.length, list]);

  const reveal = (index: number) => {
    const to = revealing(layout, index, box.current!.scrollTop, box.current!.clientHeight);
    if (to !== null) box.current!.scrollTop = to;
  };
  const at = (index: number) => list.at(index)?.id;
  useImperativeHandle(handle, () => ({
    step: (direction, extend) => {
      const to = stepped(layout, total, selection.focus, direction);
      if (to < 0) return;
      onSelection(extend ? extended(selection, to, at) : focused(selection, to));
      reveal(to);
    },
    focus: (index) => {
      void list.reach(index);
      onSelection(focused(selection, index));
      reveal(index);
    },
  }));
  const click = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
    if (!cell) return onSelection(cleared(selection));
    const index = Number(cell.dataset.index);
    if (event.shiftKey) onSelection(extended(selection, index, at));
    else if (event.ctrlKey || event.metaKey) onSelection(toggled(selection, index, at));
    else onSelection(focused(cleared(selection), index));
  };
  const cells = [];
  for (let index = first; index < last; index++) {
    const image = list.at(index);
    const place = placeOf(layout, index);
    cells.push(
      <ClassCell
        key={image?.id ?? index}
        index={index}
        image={image}
        classes={image && book.labels(image.id)}
        byId={byId}
        open={image !== undefined && book.isOpen(image.id)}
        left={place.left}
        top={place.top}
        layout={layout}
        selected={image !== undefined && selection.ids.has(image.id)}
        focused={index === selection.focus}
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
      aria-activedescendant={selection.focus >= first && selection.focus < last
        ? `class-${selection.focus}`
        : undefined}
      onScroll={() => setView((old) => ({ ...old, top: box.current!.scrollTop }))}
      onClick={click}
      onDoubleClick={(event) => event.target instanceof Element && event.target.closest("[data-index]") && onLook()}
    >
      <div className="grid-space" role="presentation" style={{ height: heightOf(layout, total) }}>{cells}</div>
    </div>
  );
}
