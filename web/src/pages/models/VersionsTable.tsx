import type { ModelVersion } from "../../api/types.ts";
import { bytes, score } from "../../lib/format.ts";
import { Ago, Badge, Button, type Column, Status, Table } from "../../ui/index.ts";
import { metric } from "./modelMetrics.ts";

interface Props {
  versions: readonly ModelVersion[];
  deployed: string | null;
  chosen: string;
  busy: boolean;
  may: boolean;
  onChoose: (version: ModelVersion) => void;
  onDeploy: (version: ModelVersion) => void;
}

export function VersionsTable({ versions, deployed, chosen, busy, may, onChoose, onDeploy }: Props) {
  const columns: readonly Column<ModelVersion>[] = [
    {
      id: "number",
      title: "Version",
      width: "minmax(112px, 1fr)",
      cell: (version) => (
        <span className="row">
          <strong className="num">{version.version_number}</strong>
          {version.id === deployed && <Badge tone="good">deployed</Badge>}
        </span>
      ),
    },
    { id: "status", title: "State", width: "112px", cell: (version) => <Status status={version.status} /> },
    { id: "kind", title: "Kind", width: "88px", cell: (version) => version.kind },
    {
      id: "map50",
      title: "mAP50",
      width: "80px",
      align: "end",
      cell: (version) => score(metric(version.metrics, "map50")),
    },
    {
      id: "map",
      title: "mAP50-95",
      width: "88px",
      align: "end",
      cell: (version) => score(metric(version.metrics, "map")),
    },
    {
      id: "size",
      title: "Size",
      width: "88px",
      align: "end",
      cell: (version) => version.size_bytes === null ? "–" : bytes(version.size_bytes),
    },
    { id: "at", title: "Made", width: "104px", align: "end", cell: (version) => <Ago time={version.created_at} /> },
    {
      id: "do",
      title: "Deploy",
      quiet: true,
      width: "88px",
      align: "end",
      cell: (version) =>
        may && version.status === "READY" && version.id !== deployed && (
          <Button
            size="s"
            busy={busy}
            aria-label={`Deploy version ${version.version_number}`}
            onClick={() => onDeploy(version)}
          >
            Deploy
          </Button>
        ),
    },
  ];
  return (
    <Table
      label="Versions"
      columns={columns}
      rows={versions}
      rowKey={(version) => version.id}
      selected={(version) => version.id === chosen}
      onOpen={onChoose}
      maxRows={8}
    />
  );
}
