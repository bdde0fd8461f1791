import type { ReactNode } from "react";
import type { DriftLevel, DriftReport, Tag } from "../../../api/types.ts";
import { count, percent, plural } from "../../../lib/format.ts";
import { Card, Notice } from "../../../ui/index.ts";
import { setText } from "./sets.ts";
import { TwoHistograms } from "./TwoHistograms.tsx";
import { chance, levelText, numberText, numberTitle, verdict } from "./words.ts";

const tones: { [level in DriftLevel]: string } = {
  none: "",
  some: "badge-warn",
  large: "badge-bad",
  unclear: "badge-info",
};

/** What came of a comparison: a sentence, a table most shifted first, and the labels side by side. */
export function DriftResult({ report, tags }: { report: DriftReport; tags: readonly Tag[] }) {
  const { a, b, labels, looks, numbers } = report;
  const sampled = a.measured < a.images || b.measured < b.images;
  return (
    <div className="stack-wide">
      <section className="stack" aria-label="Verdict">
        <p className="drift-verdict" role="status">{verdict(report)}</p>
        <p className="muted small drift-key">
          <i className="is-a" aria-hidden="true" /> {setText(a.set, tags)}: {plural(a.images, "image")},{" "}
          {plural(a.objects, "object")}
          <i className="is-b" aria-hidden="true" /> {setText(b.set, tags)}: {plural(b.images, "image")},{" "}
          {plural(b.objects, "object")}
        </p>
        {report.both > 0 && (
          <Notice kind="warn">
            {plural(report.both, "image is", "images are")} in both sets, which makes them look more alike.
          </Notice>
        )}
        {sampled && (
          <p className="muted small">
            Measures are of an even sample of {count(Math.max(a.measured, b.measured))} images.
          </p>
        )}
      </section>
      <Card title="What differs" flush>
        <div className="drift-scroll">
          <table className="drift-table" aria-label="What differs">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Shift</th>
                <th scope="col">Statistic</th>
                <th scope="col" data-tip="How likely a difference as large would be by chance">p</th>
                <th scope="col" data-tip="Population stability index; above 0.25 is large">PSI</th>
                <th scope="col">Medians</th>
                <th scope="col">Distribution</th>
              </tr>
            </thead>
            <tbody>
              {looks && (
                <Line
                  name="Looks"
                  note={looks.embedder_name}
                  level={looks.level}
                  statistic={`MMD ${looks.discrepancy.toFixed(3)}`}
                  p={looks.p <= 0.005 ? "≤ 0.005" : looks.p.toFixed(2)}
                />
              )}
              {labels && (
                <Line
                  name="Labels"
                  note="shares of the objects"
                  level={labels.level}
                  statistic={`JS ${labels.distance.toFixed(3)}`}
                  p={chance(labels.p)}
                />
              )}
              {numbers.map((one) => (
                <Line
                  key={one.name}
                  name={numberTitle(one.name)}
                  level={one.level}
                  statistic={`KS ${one.statistic.toFixed(3)}`}
                  p={chance(one.p)}
                  psi={one.stability.toFixed(2)}
                  medians={`${numberText(one.name, one.median_a)} → ${numberText(one.name, one.median_b)}`}
                >
                  <TwoHistograms
                    label={numberTitle(one.name)}
                    a={one.counts_a}
                    b={one.counts_b}
                    edges={one.edges}
                    name={(edge) => numberText(one.name, edge)}
                  />
                </Line>
              ))}
            </tbody>
          </table>
        </div>
        {!looks && (
          <p className="muted small drift-note">
            How they look is compared once the images of both sets are described (Embeddings).
          </p>
        )}
      </Card>
      {labels && <LabelShifts report={report} />}
    </div>
  );
}

function Line(
  { name, note, level, statistic, p, psi, medians, children }: {
    name: string;
    note?: string;
    level: DriftLevel;
    statistic: string;
    p: string;
    psi?: string;
    medians?: string;
    children?: ReactNode;
  },
) {
  return (
    <tr>
      <th scope="row">
        {name}
        {note && <span className="muted small drift-note-line">{note}</span>}
      </th>
      <td>
        <span className={`badge ${tones[level]}`}>{levelText[level]}</span>
      </td>
      <td className="num">{statistic}</td>
      <td className="num">{p}</td>
      <td className="num">{psi ?? ""}</td>
      <td className="num">{medians ?? ""}</td>
      <td>{children}</td>
    </tr>
  );
}

/** Shares of the labels beside each other, most shifted first. */
function LabelShifts({ report }: { report: DriftReport }) {
  const labels = report.labels!.labels.filter((one) => one.share_a + one.share_b > 0).slice(0, 50);
  const most = Math.max(...labels.flatMap((one) => [one.share_a, one.share_b]));
  return (
    <Card title="Labels, most shifted first">
      <table className="bars" aria-label="Shares of the labels">
        <tbody>
          {labels.map((one) => (
            <tr key={one.label_id}>
              <th scope="row">
                <span className="truncate">{one.name}</span>
              </th>
              <td className="bars-line drift-pair">
                <span className="is-a" style={{ width: `${one.share_a / most * 100}%` }} />
                <span className="is-b" style={{ width: `${one.share_b / most * 100}%` }} />
              </td>
              <td className="num">{percent(one.share_a)}</td>
              <td className="num">{percent(one.share_b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
