import { memo } from "react";
import type { Id, Image, Label } from "../../api/types.ts";
import { unknownColour } from "../../canvas/paint/colour.ts";
import { Icon, statusText } from "../../ui/index.ts";
import type { Layout } from "../images/grid/layout.ts";
import { Thumbnail } from "../images/parts/Thumbnail.tsx";

export const captionHeight = 28;

export interface ClassCellProps {
  index: number;
  image: Image | undefined;
  /** its classes; undefined while they are not known */
  classes: readonly Id[] | undefined;
  byId: ReadonlyMap<Id, Label>;
  /** on its way to the server */
  open: boolean;
  left: number;
  top: number;
  layout: Layout;
  selected: boolean;
  focused: boolean;
  total: number;
}

/** One image with its classes under it, in words and colours. Clicks are the grid's. */
export const ClassCell = memo(function ClassCell(props: ClassCellProps) {
  const { index, image, classes, layout } = props;
  const names = classes?.map((id) => props.byId.get(id)?.name ?? "Deleted label");
  const told = names ? (names.length > 0 ? names.join(", ") : "no class") : "classes not known yet";
  return (
    <div
      id={`class-${index}`}
      className={`shot class-shot${props.selected ? " on" : ""}${props.focused ? " focused" : ""}`}
      style={{
        transform: `translate(${props.left}px, ${props.top}px)`,
        width: layout.cellWidth,
        height: layout.cellHeight,
      }}
      role="option"
      aria-selected={props.selected}
      aria-label={image ? `${image.filename}, ${told}, ${statusText(image.status)}` : "Loading"}
      aria-setsize={props.total}
      aria-posinset={index + 1}
      data-index={index}
    >
      <div className="shot-picture" style={{ height: layout.pictureHeight }}>
        {image && <Thumbnail image={image} fit="contain" />}
        {image && <span className={`shot-dot shot-dot-${image.status}`} />}
        {image?.is_null && <span className="shot-null">null</span>}
      </div>
      <div className="class-caption">
        {image && classes && classes.length === 0 && <span className="faint truncate">{image.filename}</span>}
        {image && classes?.map((id, at) => (
          <span key={id} className="class-chip">
            <span
              className="swatch"
              style={{ background: props.byId.get(id)?.color ?? unknownColour }}
              aria-hidden="true"
            />
            <span className="truncate">{names![at]}</span>
          </span>
        ))}
        <span className="grow" />
        {props.open && <Icon name="clock" size={12} />}
      </div>
    </div>
  );
});
