import type { ImportReport, ReportRow } from "../../api/types.ts";
import { count, plural } from "../../lib/format.ts";
import { exportFormats } from "./formats.ts";
import { type Column, Notice, Stat, Stats, Table } from "../../ui/index.ts";

const columns: readonly Column<ReportRow>[] = [
  {
    id: "file",
    title: "File",
    width: "minmax(160px, 1fr)",
    cell: (row) => <span className="mono">{row.file || "–"}</span>,
  },
  { id: "row", title: "Row", width: "120px", cell: (row) => row.row ?? "–" },
  {
    id: "reason",
    title: "Reason",
    width: "minmax(200px, 2fr)",
    cell: (row) => <span data-tip={row.reason}>{row.reason}</span>,
  },
];

/** As the export names it; formats that are only read keep their own names. */
const formatName = (format: string) => exportFormats.find(({ id }) => id === format)?.name ?? format;

/** What an import took in, and every row that it could not. */
export function ImportReportView({ report }: { report: ImportReport }) {
  return (
    <div className="stack-wide">
      <Stats>
        <Stat
          label="Images"
          value={count(report.images)}
          note={report.duplicates > 0 && `${plural(report.duplicates, "duplicate")} joined`}
        />
        <Stat label="Annotations" value={count(report.annotations)} />
        <Stat
          label="Labels"
          value={count(report.labels.length)}
          note={<span className="truncate">{report.labels.slice(0, 6).join(", ")}</span>}
        />
        <Stat label="Skipped rows" value={count(report.skipped)} />
        <Stat label="Format" value={formatName(report.format)} />
      </Stats>
      {report.evidence && <p className="muted small">Read as {report.format}: {report.evidence}.</p>}
      {report.problems_total === 0
        ? <Notice kind="good">Every row went in.</Notice>
        : (
          <section className="stack" aria-label="What did not go in">
            <h3>
              {plural(report.problems_total, "row")} did not go in{report.problems_total > report.problems.length &&
                `; the first ${count(report.problems.length)}`}
            </h3>
            <Table
              label="Rows that did not go in"
              columns={columns}
              rows={report.problems}
              rowKey={(row) => `${row.file}|${row.row}|${row.reason}|${report.problems.indexOf(row)}`}
              rowHeight={32}
            />
          </section>
        )}
    </div>
  );
}
