import type { Id, LabelBalance } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { count, percent } from "../../../lib/format.ts";
import { splitText } from "../../images/filter/filter.ts";
import { imagesHref, splits } from "./numbers.ts";

/** How much of everything each label is; every number of images leads to them. */
export function BalanceTable(
  { projectId, labels, split }: { projectId: Id; labels: readonly LabelBalance[]; split: string },
) {
  const rows = [...labels].sort((a, b) => b.objects - a.objects);
  const most = Math.max(1, ...rows.map((row) => row.objects));
  const shown = splits.filter((one) => split === "" || one === split);
  return (
    <div className="balance-scroll">
      <table className="balance" aria-label="Balance of the labels">
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col" className="balance-bar" aria-label="Share as a bar" />
            <th scope="col">Objects</th>
            <th scope="col">Share</th>
            <th scope="col">Images</th>
            {shown.map((one) => <th key={one} scope="col">{splitText(one)}, images</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label_id}>
              <th scope="row">
                <span className="balance-name">
                  <span className="swatch" style={{ background: row.color }} />
                  <span className="truncate">{row.name}</span>
                </span>
              </th>
              <td className="balance-bar">
                <span style={{ width: `${row.objects / most * 100}%`, background: row.color }} />
              </td>
              <td className="num">{count(row.objects)}</td>
              <td className="num">{percent(row.share)}</td>
              <td className="num">
                <Number href={imagesHref(projectId, { label_id: row.label_id, split })} value={row.images} />
              </td>
              {shown.map((one) => (
                <td key={one} className="num">
                  <Number
                    href={imagesHref(projectId, { label_id: row.label_id, split: one })}
                    value={row.by_split[one]?.images ?? 0}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Number({ href, value }: { href: string; value: number }) {
  return value === 0 ? <span className="faint">0</span> : <Link to={href}>{count(value)}</Link>;
}
