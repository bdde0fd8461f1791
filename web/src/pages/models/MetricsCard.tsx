import type { ModelVersion } from "../../api/types.ts";
import { score, sentence } from "../../lib/format.ts";
import { Card, type Column, Facts, Table } from "../../ui/index.ts";
import { metricName } from "../training/curves.ts";
import { type ClassRow, classRows, numbers } from "./modelMetrics.ts";

interface Row {
  name: string;
  val: number | null;
  test: number | null;
}

/** Scores with the validation set beside the test set. */
function splitRows(found: readonly [string, number][]): Row[] {
  const value = (path: string) => found.find(([name]) => name === path)?.[1] ?? null;
  const names = new Set(found.flatMap(([path]) => /^(val|test) /.test(path) ? [path.replace(/^\w+ /, "")] : []));
  return [...names].map((name) => ({ name, val: value(`val ${name}`), test: value(`test ${name}`) }));
}

const columns: readonly Column<Row>[] = [
  { id: "name", title: "Metric", width: "minmax(96px, 1fr)", cell: (row) => sentence(metricName(row.name)) },
  { id: "val", title: "Validation", width: "96px", align: "end", cell: (row) => score(row.val) },
  { id: "test", title: "Test", width: "96px", align: "end", cell: (row) => score(row.test) },
];

const classColumns: readonly Column<ClassRow>[] = [
  { id: "name", title: "Class", width: "minmax(96px, 1fr)", cell: (row) => row.class_name },
  { id: "instances", title: "Objects", width: "72px", align: "end", cell: (row) => row.instances },
  ...(["precision", "recall", "map50", "map"] as const).map((key): Column<ClassRow> => ({
    id: key,
    title: sentence(metricName(key)),
    width: "80px",
    align: "end",
    cell: (row) => score(row[key]),
  })),
];

/** How a version scored: by split where its maker said so, and by class. */
export function MetricsCard({ version }: { version: ModelVersion }) {
  const found = numbers(version.metrics);
  const rows = splitRows(found);
  const classes = classRows(version.metrics);
  return (
    <>
      <Card title="Metrics" flush={rows.length > 0}>
        {rows.length > 0
          ? <Table label="Metrics by split" columns={columns} rows={rows} rowKey={(row) => row.name} rowHeight={32} />
          : found.length === 0
          ? <p className="muted">Not evaluated.</p>
          : (
            <Facts
              rows={found.map(([name, value]) =>
                [
                  sentence(metricName(name)),
                  <span key={name} className="num">{Number.isInteger(value) ? value : value.toFixed(4)}</span>,
                ] as const
              )}
            />
          )}
      </Card>
      {classes.length > 0 && (
        <Card title="By class, validation" flush>
          <Table
            label="Scores by class"
            columns={classColumns}
            rows={classes}
            rowKey={(row) => row.class_name}
            rowHeight={32}
            maxRows={12}
          />
        </Card>
      )}
    </>
  );
}
