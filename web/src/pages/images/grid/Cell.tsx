import { memo, useRef } from "react";
import { plural } from "../../../lib/format.ts";
import type { Annotation, Id, Image } from "../../../api/types.ts";
import { Icon, statusText } from "../../../ui/index.ts";
import { ShapesOver } from "../parts/ShapesOver.tsx";
import { Thumbnail } from "../parts/Thumbnail.tsx";
import type { Density, Layout } from "./layout.ts";

export interface CellProps {
  index: number;
  image: Image | undefined;
  left: number;
  top: number;
  layout: Layout;
  density: Density;
  selected: boolean;
  focused: boolean;
  /** something is selected: a click selects rather than opens */
  picking: boolean;
  /** the list flies by: what was not shown yet can wait */
  flying: boolean;
  shapes: readonly Annotation[] | undefined;
  colorOf: (labelId: Id) => string;
  total: number;
}

/** One image of the grid. Clicks are the grid's: `data-index` and `data-check` say what was hit. */
export const Cell = memo(function Cell(props: CellProps) {
  const { index, image, layout, density, selected, focused, shapes } = props;
  // Whose picture was shown keeps it.
  const seen = useRef<Id | null>(null);
  if (image && !props.flying) seen.current = image.id;
  const shown = image && seen.current === image.id ? image : undefined;
  const style = {
    transform: `translate(${props.left}px, ${props.top}px)`,
    width: layout.cellWidth,
    height: layout.cellHeight,
  };
  const name = image
    ? `${image.filename}, ${statusText(image.status)}, ${
      image.is_null ? "null" : plural(image.annotation_count, "object")
    }`
    : "Loading";
  return (
    <div
      id={`cell-${index}`}
      className={`shot${selected ? " on" : ""}${focused ? " focused" : ""}${props.picking ? " picking" : ""}`}
      style={style}
      role="option"
      aria-selected={selected}
      aria-label={name}
      aria-setsize={props.total}
      aria-posinset={index + 1}
      data-index={index}
    >
      <div className="shot-picture" style={{ height: layout.pictureHeight }}>
        {shown && <Thumbnail key={shown.id} image={shown} fit="contain" />}
        {shown && shapes && shapes.length > 0 && (
          <ShapesOver width={shown.width} height={shown.height} shapes={shapes} colorOf={props.colorOf} />
        )}
        {shown && (
          <span className="shot-check" data-check="" aria-hidden="true">
            {selected && <Icon name="check" size={12} />}
          </span>
        )}
        {shown && <span className={`shot-dot shot-dot-${shown.status}`} data-tip={statusText(shown.status)} />}
        {shown?.is_null && (
          <span className="shot-null" data-tip="Null: nothing to label">
            null
          </span>
        )}
        {shown?.review_status === "REJECTED" && (
          <span className="shot-verdict bad" data-tip="Rejected">
            <Icon name="close" size={12} />
          </span>
        )}
        {shown?.review_status === "NEEDS_REVISION" && (
          <span className="shot-verdict warn" data-tip="Needs revision">
            <Icon name="warning" size={12} />
          </span>
        )}
        {shown?.review_status === "APPROVED" && (
          <span className="shot-verdict good" data-tip="Approved">
            <Icon name="check" size={12} />
          </span>
        )}
      </div>
      {density !== "small" && (
        <div className="shot-caption">
          <span className="truncate">{image?.filename ?? " "}</span>
          <span className="grow" />
          {image !== undefined && image.comment_count > 0 && (
            <span className="shot-note num">
              <Icon name="comment" size={12} />
              {image.comment_count}
            </span>
          )}
          {image !== undefined && image.annotation_count > 0 && (
            <span className="num muted">{image.annotation_count}</span>
          )}
        </div>
      )}
    </div>
  );
});
