import type { EmbeddingMapColours } from "../../../api/types.ts";
import type { QueryState } from "../../../api/hooks.ts";
import { setQuery } from "../../../app/router.ts";
import { Select, Skeleton } from "../../../ui/index.ts";
import { metricTitle } from "../../images/filter/quality.ts";
import type { Colouring } from "./useColouring.ts";
import { colourings } from "./useColouring.ts";
import { Legend } from "./Legend.tsx";

/** What the points are coloured by, in the address, and what the colours mean. */
export function ColourChoice(
  { colouring, colours, data, fills, hidden, onHidden, onChoose }: {
    colouring: Colouring;
    colours: QueryState<EmbeddingMapColours>;
    /** those of the points that are shown */
    data: EmbeddingMapColours | undefined;
    fills: readonly string[];
    hidden: ReadonlySet<number>;
    onHidden: (hidden: ReadonlySet<number>) => void;
    onChoose: (place: number, adds: boolean) => void;
  },
) {
  const { by, metric, metrics, batch, batches, hasNoBatch } = colouring;
  return (
    <section className="stack" aria-label="Colours">
      <h2>Colour by</h2>
      <Select
        aria-label="Colour by"
        value={by}
        onChange={(event) => setQuery({ colour: event.target.value === "label" ? null : event.target.value })}
        options={colourings}
      />
      {metric && (
        <Select
          aria-label="Measure"
          value={metric}
          onChange={(event) => setQuery({ metric: event.target.value })}
          options={metrics.map((name) => ({ value: name, label: metricTitle(name) }))}
        />
      )}
      {by === "group" && !hasNoBatch && (
        <Select
          aria-label="Batch"
          value={batch ?? ""}
          onChange={(event) => setQuery({ batch: event.target.value })}
          options={batches.map((one) => ({ value: one.id, label: one.batch_name }))}
        />
      )}
      {hasNoBatch && (
        <p className="small muted">There are no groups yet: the Groups tab finds them. Labels are shown.</p>
      )}
      {data
        ? <Legend colours={data} fills={fills} hidden={hidden} onHidden={onHidden} onChoose={onChoose} />
        : colours.error
        ? <p className="small bad">{colours.error.message}</p>
        : <Skeleton lines={[80, 70, 90]} />}
    </section>
  );
}
