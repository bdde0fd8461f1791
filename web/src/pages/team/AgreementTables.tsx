import type { AgreementReport, Id } from "../../api/types.ts";
import { withQuery } from "../../api/client.ts";
import { percent } from "../../lib/format.ts";
import { Card, type Column, Icon, Menu, Table } from "../../ui/index.ts";
import { Bars } from "../../ui/charts/Bars.tsx";

/** Download of the report as JSON, or of one of its tables as CSV. */
export function ExportMenu({ projectId, setId }: { projectId: Id; setId?: Id }) {
  const get = (query: object) => {
    const link = document.createElement("a");
    link.href = withQuery(`/api/projects/${projectId}/agreement`, { consensus_id: setId, ...query });
    link.download = "format" in query ? "" : "agreement.json";
    link.click();
  };
  return (
    <Menu
      label="Export the report"
      size="s"
      kind="ghost"
      items={[
        { label: "JSON, all of it", run: () => get({}) },
        "-",
        { label: "CSV of images", run: () => get({ format: "csv", part: "images" }) },
        { label: "CSV of pairs", run: () => get({ format: "csv", part: "pairs" }) },
        { label: "CSV of people", run: () => get({ format: "csv", part: "people" }) },
        { label: "CSV of labels", run: () => get({ format: "csv", part: "labels" }) },
      ]}
    >
      <Icon name="download" />Export
    </Menu>
  );
}

const two = (value: number | null) => value === null ? "–" : value.toFixed(2);

/** Agreement by pair of people and by label. */
export function AgreementTables({ report, projectId, setId }: { report: AgreementReport; projectId: Id; setId?: Id }) {
  const columns: readonly Column<AgreementReport["pairs"][number]>[] = [
    {
      id: "pair",
      title: "Between",
      width: "minmax(140px, 1fr)",
      cell: (pair) => <span className="truncate">{pair.left} and {pair.right}</span>,
    },
    { id: "images", title: "Images", width: "64px", align: "end", cell: (pair) => pair.images },
    { id: "f1", title: "F1", width: "64px", align: "end", cell: (pair) => two(pair.f1) },
    { id: "iou", title: "IoU", width: "56px", align: "end", cell: (pair) => two(pair.mean_iou) },
    { id: "kappa", title: "Kappa", width: "64px", align: "end", cell: (pair) => two(pair.kappa) },
  ];
  if (report.images === 0) return null;
  return (
    <div className="grid-2">
      <Card title="By pair" flush actions={<ExportMenu projectId={projectId} setId={setId} />}>
        <Table
          label="Agreement by pair of people"
          columns={columns}
          rows={report.pairs}
          rowKey={(pair) => pair.left_id + pair.right_id}
          maxRows={8}
        />
      </Card>
      <Card title="By label" actions={<span className="small muted">F1 · mean IoU</span>}>
        {report.labels.length === 0 ? <p className="muted">Nobody marked an object.</p> : (
          <div className="bars-box">
            <Bars
              label="Agreement by label"
              most={1}
              rows={report.labels.map((label) => ({
                key: label.label_id,
                name: label.name,
                value: label.f1 ?? 0,
                text: label.f1 === null ? "–" : percent(label.f1),
                color: label.color,
                note: two(label.mean_iou),
              }))}
            />
          </div>
        )}
      </Card>
    </div>
  );
}
