import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Id, Image } from "../../../api/types.ts";
import { count } from "../../../lib/format.ts";
import { Button, Notice } from "../../../ui/index.ts";
import type { ImageList } from "../../images/ImageList.ts";
import { Thumbnail } from "../../images/parts/Thumbnail.tsx";
import type { Neighbours } from "../useNeighbours.ts";

const cell = 92;
const overscan = 4;

/** The images of the list in a row: only those in view exist. */
export function Filmstrip({ list, imageId, neighbours }: { list: ImageList; imageId: Id; neighbours: Neighbours }) {
  const box = useRef<HTMLElement>(null);
  const [view, setView] = useState({ left: 0, width: 1200 });
  const { index } = neighbours;
  const measure = () => box.current && setView({ left: box.current.scrollLeft, width: box.current.clientWidth });
  useLayoutEffect(() => {
    const element = box.current!;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // A vertical wheel walks along the strip.
    const wheel = (event: WheelEvent) => {
      if (event.deltaX !== 0 || event.shiftKey) return;
      event.preventDefault();
      element.scrollLeft += event.deltaY;
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener("wheel", wheel);
    };
  }, []);
  useLayoutEffect(() => {
    const element = box.current!;
    if (index >= 0) element.scrollLeft = index * cell + cell / 2 - element.clientWidth / 2;
    measure();
  }, [index, list]);
  const first = Math.max(0, Math.floor(view.left / cell) - overscan);
  const last = Math.min(list.count, Math.ceil((view.left + view.width) / cell) + overscan);
  useEffect(() => {
    list.shown(last);
  }, [last, list, list.items.length]);
  return (
    <nav ref={box} className="film" aria-label={`Filmstrip, ${count(list.count)} images`} onScroll={measure}>
      {list.error && list.items.length === 0 && (
        <Notice kind="bad" title="The other images could not be listed">
          <Button size="s" onClick={() => void list.refresh()}>Try again</Button>
        </Notice>
      )}
      <div className="film-space" style={{ width: list.count * cell }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => (
          <Cell
            key={first + i}
            at={first + i}
            image={list.at(first + i)}
            current={list.at(first + i)?.id === imageId}
            onOpen={neighbours.open}
          />
        ))}
      </div>
    </nav>
  );
}

function Cell(
  { at, image, current, onOpen }: {
    at: number;
    image: Image | undefined;
    current: boolean;
    onOpen: (image: Image | undefined) => void;
  },
) {
  return (
    <button
      type="button"
      className={current ? "film-cell on" : "film-cell"}
      style={{ left: at * cell }}
      tabIndex={current ? 0 : -1}
      aria-current={current ? "true" : undefined}
      aria-label={image?.filename ?? "Loading"}
      data-tip={image?.filename}
      onClick={() => onOpen(image)}
    >
      {image && <Thumbnail key={image.id} image={image} />}
      {image?.status === "DONE" && <span className="film-mark done" />}
      {image?.status === "IN_PROGRESS" && <span className="film-mark doing" />}
    </button>
  );
}
