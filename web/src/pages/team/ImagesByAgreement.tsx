import type { AgreementOnImage, AgreementReport, Id } from "../../api/types.ts";
import { percent } from "../../lib/format.ts";
import { Badge, Card, type Column, Empty, Table } from "../../ui/index.ts";

/** The images, least agreement first. */
export function ImagesByAgreement({ report, onOpen }: { report: AgreementReport; onOpen: (imageId: Id) => void }) {
  const columns: readonly Column<AgreementOnImage>[] = [
    {
      id: "name",
      title: "Image",
      width: "minmax(180px, 1fr)",
      cell: (image) => <span className="truncate">{image.filename}</span>,
    },
    { id: "people", title: "People", width: "72px", align: "end", cell: (image) => image.people },
    { id: "hits", title: "Agreed", width: "72px", align: "end", cell: (image) => image.hits },
    { id: "misses", title: "Alone", width: "72px", align: "end", cell: (image) => image.misses },
    {
      id: "agreement",
      title: "Agreement",
      width: "136px",
      align: "end",
      cell: (image) => (
        <span className="row">
          <span className={image.agreement < 0.5 ? "agreement-bar low" : "agreement-bar"} aria-hidden="true">
            <span style={{ width: `${image.agreement * 100}%` }} />
          </span>
          <span className="num">{percent(image.agreement)}</span>
        </span>
      ),
    },
    {
      id: "merged",
      title: "Merged",
      width: "88px",
      align: "end",
      cell: (image) => image.merged_at ? <Badge tone="good">Merged</Badge> : <span className="muted">—</span>,
    },
  ];
  return (
    <Card title="Images, least agreement first" flush>
      {report.per_image.length === 0
        ? (
          <Empty icon="compare" title="Nothing to compare yet">
            An image is compared once two people have finished it.
          </Empty>
        )
        : (
          <Table
            label="Images by agreement"
            columns={columns}
            rows={report.per_image}
            rowKey={(image) => image.consensus_id + image.image_id}
            onOpen={(image) => onOpen(image.image_id)}
          />
        )}
    </Card>
  );
}
