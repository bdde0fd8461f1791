import { useQuery } from "../../api/hooks.ts";
import type { Dataset, DatasetStatistics, DatasetValidation, Page, TrainingRun } from "../../api/types.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { count } from "../../lib/format.ts";
import { areaName, aspectName, HistogramChart, Shares } from "../../ui/charts/Bars.tsx";
import {
  Ago,
  ButtonLink,
  Card,
  type Column,
  CopyValue,
  Facts,
  Loaded,
  Notice,
  PageBody,
  PageHeader,
  SkeletonCards,
  Stat,
  Stats,
  type Tab,
  Table,
  Tabs,
} from "../../ui/index.ts";
import { ExportPanel } from "../settings/ExportPanel.tsx";
import { RunsTable } from "../training/RunsTable.tsx";
import { Compare } from "./Compare.tsx";
import { splitParts } from "./DatasetsPage.tsx";

type Part = "statistics" | "health" | "changes" | "runs" | "export";
type LabelRow = DatasetStatistics["by_label"][number];

export default function DatasetPage() {
  const { id = "", datasetId = "" } = useParams();
  const project = useProject();
  const dataset = useQuery<Dataset>(`/api/datasets/${datasetId}`);
  useTitle(dataset.data?.name, project.data?.name);
  const health = useQuery<DatasetValidation>(`/api/datasets/${datasetId}/validate`);
  const [asked, setPart] = useQueryParam("tab", "statistics");
  const problems = health.data ? health.data.errors.length + health.data.warnings.length || null : null;
  const tabs: readonly Tab<Part>[] = [
    { id: "statistics", label: "Statistics" },
    { id: "health", label: "Health", count: problems },
    { id: "changes", label: "What changed" },
    { id: "runs", label: "Runs" },
    { id: "export", label: "Export" },
  ];
  const part = tabs.find((tab) => tab.id === asked)?.id ?? "statistics";
  return (
    <PageBody>
      <Loaded query={dataset} skeleton={<SkeletonCards count={4} height={96} />}>
        {(data) => (
          <>
            <PageHeader
              title={data.name}
              actions={atLeast(project.data?.role, "manager") && (
                <ButtonLink to={`/projects/${id}/training/new?dataset=${data.id}`} kind="primary" icon="training">
                  Train on this
                </ButtonLink>
              )}
            >
              Version {data.version} · frozen <Ago time={data.created_at} />
            </PageHeader>
            <Stats>
              <Stat label="Images" value={count(data.image_count)} />
              <Stat label="Annotations" value={count(data.annotation_count)} />
              <Stat label="Classes" value={count(data.class_names.length)} />
              <Stat label="Train" value={count(data.by_split.train)} />
              <Stat label="Val" value={count(data.by_split.val)} />
              <Stat label="Test" value={count(data.by_split.test)} />
            </Stats>
            <Tabs label="Dataset version" tabs={tabs} value={part} onChange={(tab) => setPart(tab, true)}>
              {part === "statistics" && <Statistics dataset={data} />}
              {part === "health" && <Loaded query={health}>{(found) => <Health found={found} />}</Loaded>}
              {part === "changes" && <Compare dataset={data} />}
              {part === "runs" && <Runs datasetId={data.id} />}
              {part === "export" && <ExportPanel id={data.id} of={data.name} />}
            </Tabs>
          </>
        )}
      </Loaded>
    </PageBody>
  );
}

const columns: readonly Column<LabelRow>[] = [
  { id: "name", title: "Class", width: "minmax(160px, 1fr)", cell: (row) => row.name },
  ...(["train", "val", "test", "total"] as const).map((key): Column<LabelRow> => ({
    id: key,
    title: key[0]!.toUpperCase() + key.slice(1),
    width: "96px",
    align: "end",
    cell: (row) => count(row[key]),
  })),
];

function Statistics({ dataset }: { dataset: Dataset }) {
  const statistics = useQuery<DatasetStatistics>(`/api/datasets/${dataset.id}/statistics`);
  return (
    <div className="stack-wide">
      <Shares label="Images by split" parts={splitParts(dataset.by_split)} />
      <Loaded query={statistics} skeleton={<SkeletonCards count={2} />}>
        {(data) => (
          <>
            <Table
              label="Annotations by class and split"
              columns={columns}
              rows={data.by_label}
              rowKey={(row) => row.name}
              rowHeight={32}
            />
            <div className="grid-2">
              <Card title="Box size, share of the image">
                <HistogramChart data={data.box_area} label="Box size" name={areaName} />
              </Card>
              <Card title="Box shape, width to height">
                <HistogramChart data={data.box_aspect} label="Box shape" name={aspectName} />
              </Card>
            </div>
          </>
        )}
      </Loaded>
      <Card title="Manifest">
        <Facts
          rows={[
            ["Digest", <CopyValue key="d" text={dataset.manifest_sha256} label="the manifest's digest" />],
            ["Seed", <span key="s" className="num">{dataset.seed}</span>],
            ["Preprocessing", <Settings key="p" value={dataset.preprocessing} />],
            ["Augmentation", <Settings key="a" value={dataset.augmentation} />],
            ["Filter", <Settings key="f" value={dataset.filter} />],
          ]}
        />
      </Card>
    </div>
  );
}

function Settings({ value }: { value: Dataset["filter"] }) {
  const empty = value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return empty ? <span className="muted">none</span> : <code>{JSON.stringify(value)}</code>;
}

function Health({ found }: { found: DatasetValidation }) {
  if (found.errors.length + found.warnings.length === 0) {
    return <Notice kind="good" title="Nothing stands in the way of training" />;
  }
  return (
    <div className="stack">
      {found.errors.map((text) => <Notice key={text} kind="bad">{text}</Notice>)}
      {found.warnings.map((text) => <Notice key={text} kind="warn">{text}</Notice>)}
    </div>
  );
}

function Runs({ datasetId }: { datasetId: string }) {
  const runs = useQuery<Page<TrainingRun>>("/api/training", { query: { dataset_id: datasetId, limit: 100 } });
  return (
    <Loaded query={runs}>
      {(page) =>
        page.items.length === 0
          ? <p className="muted">No run has learned from this version yet.</p>
          : <RunsTable runs={page.items} />}
    </Loaded>
  );
}
