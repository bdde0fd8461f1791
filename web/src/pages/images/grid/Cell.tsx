import { memo } from "react";
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
  shapes: readonly Annotation[] | undefined;
  colorOf: (labelId: Id) => string;
  total: number;
}

/** One image of the grid. Clicks are the grid's: `data-index` and `data-check` say what was hit. */
export const Cell = memo(function Cell(props: CellProps) {
  const { index, image, layout, density, selected, focused, shapes } = props;
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
        {image && <Thumbnail image={image} fit="contain" />}
        {image && shapes && shapes.length > 0 && (
          <ShapesOver width={image.width} height={image.height} shapes={shapes} colorOf={props.colorOf} />
        )}
        {image && (
          <span className="shot-check" data-check="" aria-hidden="true">
            {selected && <Icon name="check" size={12} />}
          </span>
        )}
        {image && <span className={`shot-dot shot-dot-${image.status}`} data-tip={statusText(image.status)} />}
        {image?.is_null && (
          <span className="shot-null" data-tip="Null: nothing to label">
            null
          </span>
        )}
        {image?.review_status === "REJECTED" && (
          <span className="shot-verdict bad" data-tip="Rejected">
            <Icon name="close" size={12} />
          </span>
        )}
        {image?.review_status === "NEEDS_REVISION" && (
          <span className="shot-verdict warn" data-tip="Needs revision">
            <Icon name="warning" size={12} />
          </span>
        )}
        {image?.review_status === "APPROVED" && (
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
