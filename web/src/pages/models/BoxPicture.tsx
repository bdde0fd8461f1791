import type { InferAnswer, Prediction } from "../../api/types.ts";
import { styleOf } from "../../canvas/paint/colour.ts";
import { labelColors } from "../../lib/labelColors.ts";

/** A colour for each class by its place in the model's list. */
export function classColors(names: readonly string[]): (name: string) => string {
  return (name) => labelColors[Math.max(0, names.indexOf(name)) % labelColors.length]!.value;
}

const font = 12;
let ruler: CanvasRenderingContext2D | null = null;

/** How wide a text of `font` pixels is in the interface's own type. */
function widthOf(text: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * font * 0.6;
  ruler.font = `560 ${font}px Inter, system-ui, sans-serif`;
  return ruler.measureText(text).width;
}

/** The name above its box, inside at the picture's upper edge, and never past its right one. */
function Chip({ one, color, unit, within }: { one: Prediction; color: string; unit: number; within: number }) {
  const text = `${one.class_name} ${one.confidence.toFixed(2)}`;
  const width = (widthOf(text) + 8) * unit;
  const height = (font + 5) * unit;
  const x = Math.max(0, Math.min(one.box.x, within - width));
  const y = one.box.y > height ? one.box.y - height : one.box.y;
  const style = styleOf(color);
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} fill={style.line} stroke={style.halo} strokeWidth={0.75 * unit} />
      <text x={x + 4 * unit} y={y + font * 1.08 * unit} fontSize={font * unit} fill={style.text}>{text}</text>
    </g>
  );
}

/**
 * A photograph with boxes over it, in the photograph's own pixels; outlines in two tones show on dark and light. Names lie over
 * all boxes, those of the surest on top.
 */
export function BoxPicture(
  { url, answer, shown, colors }: {
    url: string;
    answer: InferAnswer;
    shown: readonly Prediction[];
    colors: (name: string) => string;
  },
) {
  const unit = Math.max(answer.width, answer.height) / 640;
  const last = [...shown].reverse();
  return (
    <div className="try-picture">
      <img src={url} alt={`The photograph with ${shown.length} objects found`} />
      <svg viewBox={`0 0 ${answer.width} ${answer.height}`} aria-hidden="true">
        {last.map(({ box, class_name }, i) => (
          <g key={i} fill="none">
            <rect {...box} stroke="rgb(0 0 0 / 55%)" strokeWidth={3.5 * unit} />
            <rect {...box} stroke={colors(class_name)} strokeWidth={1.75 * unit} />
          </g>
        ))}
        {last.map((one, i) => (
          <Chip key={i} one={one} color={colors(one.class_name)} unit={unit} within={answer.width} />
        ))}
      </svg>
    </div>
  );
}
