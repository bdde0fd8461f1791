import { useMemo } from "react";
import type { LabelError } from "../../../api/types.ts";
import { styleOf } from "../../../canvas/paint/colour.ts";
import { boundsOf, closeup } from "./closeup.ts";

const aspect = 4 / 3;
const pixels = 900;

/** The place of a likely mistake: what is labelled as a line, what the model says dashed. */
export function CloseupPicture(
  { error, labelled, predicted }: { error: LabelError; labelled: string; predicted: string },
) {
  const boxes = [error.labelled_box, error.predicted_box].filter((box) => box !== null);
  const shown = useMemo(
    () => closeup(boundsOf(boxes, error.width, error.height), error, aspect, pixels * devicePixelRatio),
    [error.id],
  );
  const { region } = shown;
  const percentOf = (value: number, whole: number) => `${value / whole * 100}%`;
  return (
    <div className="closeup" style={{ aspectRatio: aspect }}>
      {shown.tiles.map((tile) => (
        <img
          key={`${error.image_id}/${shown.level}/${tile.x}/${tile.y}`}
          src={`/api/images/${error.image_id}/tiles/${shown.level}/${tile.x}/${tile.y}`}
          alt=""
          draggable={false}
          style={{
            left: percentOf(tile.left - region.x, region.width),
            top: percentOf(tile.top - region.y, region.height),
            // The last tiles of a row and column are smaller.
            width: percentOf(Math.min(tile.side, error.width - tile.left), region.width),
            height: percentOf(Math.min(tile.side, error.height - tile.top), region.height),
          }}
        />
      ))}
      <svg viewBox={`${region.x} ${region.y} ${region.width} ${region.height}`} aria-hidden="true">
        {error.labelled_box && <Outline box={error.labelled_box} color={labelled} />}
        {error.predicted_box && <Outline box={error.predicted_box} color={predicted} dashed />}
      </svg>
    </div>
  );
}

function Outline(
  { box, color, dashed }: { box: NonNullable<LabelError["labelled_box"]>; color: string; dashed?: boolean },
) {
  const { line, halo } = styleOf(color);
  return (
    <g fill="none" strokeDasharray={dashed ? "8 5" : undefined}>
      <rect {...box} stroke={halo} strokeWidth={4} vectorEffect="non-scaling-stroke" />
      <rect {...box} stroke={line} strokeWidth={2} vectorEffect="non-scaling-stroke" />
    </g>
  );
}
