import type { Id, LabelStatistics, OddBoxKind } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { buildPath } from "../../../app/router.ts";
import { count, plural } from "../../../lib/format.ts";
import { Card } from "../../../ui/index.ts";
import { HistogramChart } from "../../../ui/charts/Bars.tsx";
import { binName, imagesHref, measureText, measureTitles, spread, trimmed } from "./numbers.ts";

const oddWords: { [kind in OddBoxKind]: [title: string, what: string] } = {
  tiny: ["Tiny", "less than 0.1 % of the image"],
  huge: ["Huge", "more than 90 % of the image"],
  border: ["At the border", "reaching the edge of the image, perhaps cut off by it"],
};

/** Sizes and shapes of boxes, each with its spread in words. */
export function BoxMeasures({ statistics }: { statistics: LabelStatistics }) {
  return (
    <div className="box-measures">
      {statistics.measures.map((measure) => (
        <Card key={measure.name} title={measureTitles[measure.name]}>
          <HistogramChart
            data={trimmed(measure.histogram)}
            label={measureTitles[measure.name]!}
            name={(edge) => measureText(measure.name, edge)}
          />
          <p className="muted small">{spread(measure)}</p>
        </Card>
      ))}
    </div>
  );
}

/** Where the centres of boxes lie. */
export function CentreMap({ centres }: { centres: readonly number[] }) {
  const side = Math.sqrt(centres.length);
  const most = Math.max(1, ...centres);
  const total = centres.reduce((sum, one) => sum + one, 0);
  const densest = centres.indexOf(most);
  const place = (index: number) => `row ${Math.floor(index / side) + 1}, column ${index % side + 1} of ${side}`;
  return (
    <Card title="Where they lie">
      {total === 0 ? <p className="muted">No boxes to show yet.</p> : (
        <div
          className="centres"
          role="img"
          aria-label={`Centres of ${plural(total, "box", "boxes")}; most, ${count(most)}, in ${place(densest)}`}
          style={{ gridTemplateColumns: `repeat(${side}, 1fr)` }}
        >
          {centres.map((number, index) => (
            <span
              key={index}
              style={{ "--tint": `${Math.round(Math.sqrt(number / most) * 100)}%` } as React.CSSProperties}
              data-tip={`${plural(number, "box", "boxes")}: ${place(index)}`}
            />
          ))}
        </div>
      )}
    </Card>
  );
}

/** How many images have how many objects; each line leads to them where the list can say it. */
export function ObjectsAnImage(
  { projectId, statistics, split, ofLabel }: {
    projectId: Id;
    statistics: LabelStatistics;
    split: string;
    ofLabel: boolean;
  },
) {
  const bins = statistics.objects_per_image;
  const last = bins.findLastIndex((bin) => bin.images > 0);
  const most = Math.max(1, ...bins.map((bin) => bin.images));
  return (
    <Card title="Objects an image">
      <table className="bars" aria-label="Images by number of objects">
        <tbody>
          {bins.slice(0, last + 1).map((bin) => (
            <tr key={bin.least}>
              <th scope="row">{binName(bin)}</th>
              <td className="bars-line">
                <span style={{ width: `${bin.images / most * 100}%`, background: "var(--series-1)" }} />
              </td>
              <td className="num">
                {bin.images === 0 || ofLabel ? count(bin.images) : (
                  <Link
                    to={imagesHref(projectId, { min_annotations: bin.least, max_annotations: bin.most, split })}
                  >
                    {count(bin.images)}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** Boxes that may be mistakes, with the first images that have one. */
export function OddOnes({ projectId, statistics }: { projectId: Id; statistics: LabelStatistics }) {
  return (
    <Card title="Odd ones">
      <div className="stack-wide">
        {statistics.odd.map((odd) => (
          <div key={odd.kind} className="stack">
            <div className="row">
              <strong>{oddWords[odd.kind][0]}</strong>
              <span className="grow muted small truncate">{oddWords[odd.kind][1]}</span>
              <span className="num">
                {odd.objects === 0 ? "none" : `${count(odd.objects)} on ${plural(odd.images, "image")}`}
              </span>
            </div>
            {odd.examples.length > 0 && (
              <ul
                className="odd-images"
                aria-label={`Images with a box that is ${oddWords[odd.kind][0].toLowerCase()}`}
              >
                {odd.examples.map((id, index) => (
                  <li key={id}>
                    <Link
                      to={buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: id })}
                      aria-label={`${oddWords[odd.kind][0]}, image ${index + 1}`}
                    >
                      <img src={`/api/images/${id}/thumbnail`} alt="" loading="lazy" decoding="async" />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
    </Card>
  );
}
