import type { Id, ImageCoverage } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { coverageNames, coverageTitle } from "../../images/filter/coverage.ts";
import { Facts } from "../../../ui/index.ts";

/** What the image is among the others of its project; nothing while that was not counted. */
export function CoverageFacts({ imageId }: { imageId: Id }) {
  const { data } = useQuery<ImageCoverage>(`/api/images/${imageId}/coverage`, { freshMs: 10_000 });
  if (!data || data.uniqueness === null) return null;
  return (
    <div className="stack">
      <h3>Among the others</h3>
      <Facts
        rows={coverageNames.map((
          name,
        ) => [coverageTitle(name)!, <span className="num">{data[name]!.toFixed(2)}</span>])}
      />
    </div>
  );
}
