import { useState } from "react";
import type { CoOccurrence, Id, LabelBalance } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { count } from "../../../lib/format.ts";
import { Card, Select } from "../../../ui/index.ts";
import { cellText, imagesHref, tint, type Together, togetherNames } from "./numbers.ts";

const kinds = Object.keys(togetherNames) as Together[];

/** Which labels are met on the same images, as a table that is tinted by its numbers. */
export function TogetherTable(
  { projectId, table, labels, split }: {
    projectId: Id;
    table: CoOccurrence;
    labels: readonly LabelBalance[];
    split: string;
  },
) {
  const [kind, setKind] = useState<Together>("images");
  const names = table.label_ids.map((id) => labels.find((label) => label.label_id === id)?.name ?? "?");
  return (
    <Card
      title="Met together"
      actions={
        <Select
          aria-label="Measure"
          className="select-auto"
          value={kind}
          onChange={(event) => setKind(event.target.value as Together)}
          options={kinds.map((value) => ({ value, label: togetherNames[value] }))}
        />
      }
    >
      {names.length < 2
        ? <p className="muted">Fewer than two labels are in use.</p>
        : (
          <div className="together-scroll" tabIndex={0} role="region" aria-label="Labels met together">
            <table className="together" aria-label={togetherNames[kind]}>
              <thead>
                <tr>
                  <td />
                  {names.map((name, column) => (
                    <th key={column} scope="col">
                      <span className="truncate" title={name}>{name}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {names.map((name, row) => (
                  <tr key={row}>
                    <th scope="row">
                      <span className="truncate" title={name}>{name}</span>
                    </th>
                    {names.map((other, column) => (
                      <td
                        key={column}
                        className={row === column ? "num own" : "num"}
                        style={{
                          "--tint": `${Math.round(tint(kind, table, row, column) * 60)}%`,
                        } as React.CSSProperties}
                        data-tip={row === column
                          ? `${name}: ${count(table.images[row]![column]!)} images`
                          : `${name} and ${other}: ${count(table.images[row]![column]!)} images with both`}
                      >
                        {row === column && kind === "images"
                          ? (
                            <Link to={imagesHref(projectId, { label_id: table.label_ids[row], split })}>
                              {cellText(kind, table.images[row]![column]!)}
                            </Link>
                          )
                          : row === column
                          ? <span aria-hidden="true">–</span>
                          : cellText(kind, table[kind][row]![column]!)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
    </Card>
  );
}
