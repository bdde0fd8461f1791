import type { TrainingRun } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { navigate } from "../../app/router.ts";
import { duration, score } from "../../lib/format.ts";
import { Ago, type Column, Progress, Status, Table } from "../../ui/index.ts";

export function runPath(run: Pick<TrainingRun, "id" | "project_id">): string {
  return `/projects/${run.project_id}/training/${run.id}`;
}

const columns: readonly Column<TrainingRun>[] = [
  { id: "name", title: "Run", width: "minmax(160px, 2fr)", cell: (run) => <Link to={runPath(run)}>{run.name}</Link> },
  { id: "status", title: "State", width: "112px", cell: (run) => <Status status={run.status} /> },
  { id: "dataset", title: "Dataset", width: "minmax(96px, 1fr)", cell: (run) => run.dataset_name },
  { id: "base", title: "Base", width: "88px", cell: (run) => <span className="mono">{run.base_model}</span> },
  { id: "epochs", title: "Epoch", width: "112px", cell: (run) => <EpochCell run={run} /> },
  { id: "map50", title: "mAP50", width: "72px", align: "end", cell: (run) => score(run.best_map50) },
  { id: "map", title: "mAP50-95", width: "80px", align: "end", cell: (run) => score(run.best_map) },
  {
    id: "time",
    title: "Time",
    width: "96px",
    align: "end",
    cell: (run) => run.training_time === null ? "–" : duration(run.training_time),
  },
  {
    id: "at",
    title: "Started",
    width: "96px",
    align: "end",
    cell: (run) => <Ago time={run.started_at ?? run.created_at} />,
  },
];

function EpochCell({ run }: { run: TrainingRun }) {
  if (run.status !== "running") return <span className="num">{run.current_epoch} / {run.epochs}</span>;
  return (
    <span className="stack run-epoch">
      <span className="num small">{run.current_epoch} / {run.epochs}</span>
      <Progress value={run.current_epoch / run.epochs} label={`Epochs of ${run.name}`} />
    </span>
  );
}

/** Runs in rows; with `chosen` they can be ticked for comparison. */
export function RunsTable(
  { runs, chosen, onChoose, onEnd, total }: {
    runs: readonly TrainingRun[];
    chosen?: ReadonlySet<string>;
    onChoose?: (id: string) => void;
    onEnd?: () => void;
    total?: number | null;
  },
) {
  const pick: Column<TrainingRun> = {
    id: "pick",
    title: "Compare",
    quiet: true,
    width: "32px",
    cell: (run) => (
      <input
        type="checkbox"
        aria-label={`Compare ${run.name}`}
        checked={chosen?.has(run.id) ?? false}
        onChange={() => onChoose!(run.id)}
      />
    ),
  };
  return (
    <Table
      label="Training runs"
      columns={chosen ? [pick, ...columns] : columns}
      rows={runs}
      rowKey={(run) => run.id}
      selected={chosen && ((run) => chosen.has(run.id))}
      onOpen={(run) => void navigate(runPath(run))}
      onEnd={onEnd}
      total={total}
    />
  );
}
