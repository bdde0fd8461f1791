import type { Id, ImageQuality } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { Facts, Loaded, Skeleton } from "../../../ui/index.ts";
import { flagNames, metricNames, metricText, metricTitle } from "../../images/filter/quality.ts";

/** What was measured of the image. */
export function QualityFacts({ imageId }: { imageId: Id }) {
  const quality = useQuery<ImageQuality>(`/api/images/${imageId}/quality`, { freshMs: 10_000 });
  return (
    <div className="stack">
      <h3>Quality</h3>
      <Loaded query={quality} skeleton={<Skeleton lines={[60, 50, 60]} />}>
        {(found) =>
          found.status === "waiting"
            ? <p className="muted small">Not measured yet.</p>
            : found.status === "failed"
            ? <p className="muted small">{found.error_message}</p>
            : (
              <>
                {found.flags.length > 0 && <p>{found.flags.map((flag) => flagNames[flag]).join(", ")}</p>}
                <Facts
                  rows={metricNames.map((name) => {
                    const value = found.metrics[name];
                    return value === undefined
                      ? null
                      : [metricTitle(name), <span className="num">{metricText(value)}</span>];
                  })}
                />
              </>
            )}
      </Loaded>
    </div>
  );
}
