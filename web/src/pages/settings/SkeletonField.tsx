import { useEffect, useRef, useState } from "react";
import type { Skeleton } from "../../api/types.ts";
import { templateOf } from "../../canvas/geometry/keypoints.ts";
import { Button, Icon, IconButton } from "../../ui/index.ts";
import { areJoined, joined, named, noSkeleton, person, withoutPoint, withPoint } from "./skeleton.ts";

/** The points of a label by name, joined by picking two: in the list by their buttons, or in the drawing. */
export function SkeletonField(
  { value, used, colour, error, onChange }: {
    value: Skeleton;
    /** objects are drawn with it: taking a point out shifts theirs */
    used: boolean;
    colour: string;
    error: string | null | undefined;
    onChange: (skeleton: Skeleton) => void;
  },
) {
  const [picked, setPicked] = useState<number | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const rows = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (wanted === null) return;
    rows.current?.querySelectorAll("input")[wanted]?.focus();
    setWanted(null);
  }, [wanted]);
  const pick = (index: number) => {
    if (picked === null) return setPicked(index);
    onChange(joined(value, picked, index));
    setPicked(null);
  };
  const add = (after: number) => {
    onChange(withPoint(value, after));
    setPicked(null);
    setWanted(after + 1);
  };
  const remove = (index: number) => {
    onChange(withoutPoint(value, index));
    setPicked(null);
    setWanted(Math.max(0, index - 1));
  };
  const names = value.keypoints;
  return (
    <fieldset className="stack joints">
      <legend className="field-label">Skeleton, for keypoints</legend>
      {names.length > 0 && (
        <div className="joints-body">
          <ol ref={rows} className="joints-names">
            {names.map((name, index) => (
              <li key={index} className="row">
                <span className="num faint joints-number">{index + 1}</span>
                <input
                  className="input"
                  aria-label={`Name of point ${index + 1}`}
                  placeholder="left eye"
                  value={name}
                  onChange={(event) => onChange(named(value, index, event.target.value))}
                  onPaste={(event) => {
                    const text = event.clipboardData.getData("text");
                    if (!/[\n\t]/.test(text.trim())) return;
                    // A field of one line would swallow the line breaks.
                    event.preventDefault();
                    onChange(named(value, index, text));
                  }}
                  onKeyDown={(event) => {
                    if (event.key === "Enter") add(index);
                    else if (event.key === "Backspace" && name === "") remove(index);
                    else return;
                    event.preventDefault();
                  }}
                />
                <IconButton
                  label={joinText(value, picked, index)}
                  icon="link"
                  size="s"
                  pressed={picked === index}
                  onClick={() => pick(index)}
                />
                <IconButton
                  label={`Remove ${name || `point ${index + 1}`}`}
                  icon="close"
                  size="s"
                  onClick={() => remove(index)}
                />
              </li>
            ))}
          </ol>
          <Drawing value={value} colour={colour} picked={picked} onPick={pick} />
        </div>
      )}
      <div className="row wrap">
        <Button size="s" icon="plus" onClick={() => add(names.length - 1)}>Add a point</Button>
        {names.length === 0 && <Button size="s" onClick={() => onChange(person)}>A person (COCO, 17 points)</Button>}
        {names.length > 0 && <Button size="s" kind="ghost" onClick={() => onChange(noSkeleton)}>Remove all</Button>}
      </div>
      {error
        ? (
          <p className="field-error" role="alert">
            <Icon name="error" size={12} />
            {error}
          </p>
        )
        : names.length > 0 && (
          <p className="field-hint">
            {picked !== null
              ? `Pick the point to join with ${names[picked] || `point ${picked + 1}`}, or to part from it.`
              : used
              ? "Objects are drawn with these points: add new ones at the end, so that theirs keep their places."
              : "Points are drawn in this order. Enter adds one; a list with commas can be pasted."}
          </p>
        )}
    </fieldset>
  );
}

function joinText(value: Skeleton, picked: number | null, index: number): string {
  const name = value.keypoints[index] || `point ${index + 1}`;
  if (picked === null) return `Join ${name} with another`;
  if (picked === index) return `Joining ${name}: press again to stop`;
  const other = value.keypoints[picked] || `point ${picked + 1}`;
  return areJoined(value, picked, index) ? `Part ${name} from ${other}` : `Join ${name} with ${other}`;
}

const side = 200;
const margin = 16;

/** The points where a new object would have them, and the lines between them. The list does the same by keyboard. */
function Drawing(
  { value, colour, picked, onPick }: {
    value: Skeleton;
    colour: string;
    picked: number | null;
    onPick: (index: number) => void;
  },
) {
  const places = templateOf(value, null).map(([x, y]) => [
    margin + x * (side - 2 * margin),
    margin + y * (side - 2 * margin),
  ]);
  return (
    <svg className="joints-drawing" viewBox={`0 0 ${side} ${side}`} width={side} height={side} aria-hidden="true">
      {value.edges.map(([a, b]) => (
        <line
          key={`${a} ${b}`}
          x1={places[a]![0]}
          y1={places[a]![1]}
          x2={places[b]![0]}
          y2={places[b]![1]}
          stroke={colour}
          strokeWidth={2}
        />
      ))}
      {places.map(([x, y], index) => (
        <g
          key={index}
          className={picked === index ? "picked" : undefined}
          onClick={() => onPick(index)}
        >
          <title>{value.keypoints[index]}</title>
          <circle cx={x} cy={y} r={9} fill={colour} />
          <text x={x} y={y} dy="0.36em">{index + 1}</text>
        </g>
      ))}
    </svg>
  );
}
