import type { EmbeddingMapColours } from "../../../api/types.ts";
import { count, plural } from "../../../lib/format.ts";
import { IconButton } from "../../../ui/index.ts";

/** Classes shown before somebody asks for all. */
export const manyClasses = 60;

/** What the colours mean. A class is selected by its name, hidden by the eye beside it. */
export function Legend(
  { colours, fills, hidden, onHidden, onChoose }: {
    colours: EmbeddingMapColours;
    /** of each class */
    fills: readonly string[];
    hidden: ReadonlySet<number>;
    onHidden: (hidden: ReadonlySet<number>) => void;
    onChoose: (place: number, adds: boolean) => void;
  },
) {
  const toggle = (place: number) => {
    const next = new Set(hidden);
    if (!next.delete(place)) next.add(place);
    onHidden(next);
  };
  return (
    <ul className="map-legend" aria-label="Legend">
      {colours.legend.slice(0, manyClasses).map((one, place) => (
        <li key={one.value ?? ""} className={hidden.has(place) ? "map-class hidden" : "map-class"}>
          <button
            type="button"
            data-tip={`Select ${plural(one.count, "image")}`}
            onClick={(event) =>
              onChoose(place, event.shiftKey)}
          >
            <i style={{ background: fills[place] }} aria-hidden="true" />
            <span className="truncate">{one.name}</span>
            <span className="num muted">{count(one.count)}</span>
          </button>
          <IconButton
            label={hidden.has(place) ? `Show ${one.name}` : `Hide ${one.name}`}
            icon={hidden.has(place) ? "eyeOff" : "eye"}
            size="s"
            onClick={() =>
              toggle(place)}
          />
        </li>
      ))}
      {colours.legend.length > manyClasses && (
        <li className="small muted">and {plural(colours.legend.length - manyClasses, "more class", "more classes")}</li>
      )}
    </ul>
  );
}
