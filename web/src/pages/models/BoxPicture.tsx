import type { InferAnswer, Prediction } from "../../api/types.ts";
import { labelColors } from "../../lib/labelColors.ts";

/** A colour for each class by its place in the model's list. */
export function classColors(names: readonly string[]): (name: string) => string {
  return (name) => labelColors[Math.max(0, names.indexOf(name)) % labelColors.length]!.value;
}

/** A photograph with boxes over it, in the photograph's own pixels; outlines in two tones show on dark and light. */
export function BoxPicture(
  { url, answer, shown, colors }: {
    url: string;
    answer: InferAnswer;
    shown: readonly Prediction[];
    colors: (name: string) => string;
  },
) {
  const unit = Math.max(answer.width, answer.height) / 640;
  const size = 12 * unit;
  return (
    <div className="try-picture">
      <img src={url} alt={`The photograph with ${shown.length} objects found`} />
      <svg viewBox={`0 0 ${answer.width} ${answer.height}`} aria-hidden="true">
        {shown.map((one, i) => {
          const { x, y, width, height } = one.box;
          const color = colors(one.class_name);
          const text = `${one.class_name} ${one.confidence.toFixed(2)}`;
          const tag = y > size * 1.4 ? y - size * 1.4 : y;
          return (
            <g key={i}>
              <rect
                x={x}
                y={y}
                width={width}
                height={height}
                fill="none"
                stroke="rgb(0 0 0 / 55%)"
                strokeWidth={3.5 * unit}
              />
              <rect x={x} y={y} width={width} height={height} fill="none" stroke={color} strokeWidth={1.75 * unit} />
              <rect x={x} y={tag} width={text.length * size * 0.6 + size * 0.6} height={size * 1.4} fill={color} />
              <text x={x + size * 0.3} y={tag + size * 1.02} fontSize={size} fill="#000">{text}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
