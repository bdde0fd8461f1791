import { useLayoutEffect, useRef } from "react";
import type { InferAnswer, Label, Prediction } from "../../api/types.ts";
import { styleOf } from "../../canvas/paint/colour.ts";
import { plural } from "../../lib/format.ts";
import { labelColors } from "../../lib/labelColors.ts";
import { placeChips } from "./placeChips.ts";

/** The colour that the class has as a label of the project, else one by its place in the model's list. */
export function classColors(
  names: readonly string[],
  labels: readonly Pick<Label, "name" | "color">[],
): (name: string) => string {
  return (name) =>
    labels.find((label) => label.name === name)?.color ??
      labelColors[Math.max(0, names.indexOf(name)) % labelColors.length]!.value;
}

/** A photograph with boxes over it and their names; outlines in two tones show on dark and light. The surest lies on top. */
export function BoxPicture(
  { url, answer, shown, colors }: {
    url: string;
    answer: InferAnswer;
    shown: readonly Prediction[];
    colors: (name: string) => string;
  },
) {
  const chips = useRef<HTMLDivElement>(null);
  const drawn = [...shown].sort((a, b) => a.confidence - b.confidence);
  // The browser sets the names in its own font and says how large they are; only then is their place chosen.
  useLayoutEffect(() => {
    const layer = chips.current!;
    const place = () => {
      const view = { width: layer.clientWidth, height: layer.clientHeight };
      const scale = view.width / answer.width;
      const names = [...layer.children].reverse() as HTMLElement[];
      const places = placeChips(
        [...drawn].reverse().map(({ box }, i) => ({
          box: {
            x0: box.x * scale,
            y0: box.y * scale,
            x1: (box.x + box.width) * scale,
            y1: (box.y + box.height) * scale,
          },
          size: { width: names[i]!.offsetWidth, height: names[i]!.offsetHeight },
        })),
        view,
      );
      names.forEach((name, i) => {
        name.style.translate = `${Math.round(places[i]!.x)}px ${Math.round(places[i]!.y)}px`;
      });
    };
    const watcher = new ResizeObserver(place);
    for (const element of [layer, ...layer.children]) watcher.observe(element);
    place();
    return () => watcher.disconnect();
  });
  return (
    <div className="try-picture">
      <img src={url} alt={`The photograph with ${plural(shown.length, "object")} found`} />
      <svg viewBox={`0 0 ${answer.width} ${answer.height}`} aria-hidden="true">
        {drawn.map(({ box, class_name }, i) => {
          const { line, halo } = styleOf(colors(class_name));
          return (
            <g key={i} fill="none">
              <rect {...box} stroke={halo} strokeWidth={3.5} />
              <rect {...box} stroke={line} strokeWidth={1.75} />
            </g>
          );
        })}
      </svg>
      <div className="try-chips" ref={chips} aria-hidden="true">
        {drawn.map(({ class_name, confidence }, i) => {
          const { line, text } = styleOf(colors(class_name));
          return <span key={i} style={{ background: line, color: text }}>{class_name} {confidence.toFixed(2)}</span>;
        })}
      </div>
    </div>
  );
}
