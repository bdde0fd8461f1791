import type { EpochMetrics, TrainingRun } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { Ago, Card, CopyValue, Facts } from "../../ui/index.ts";

/** With what the run was started, from what it came, and what came of it. */
export function Parameters(
  { run, projectId, metrics }: { run: TrainingRun; projectId: string; metrics: readonly EpochMetrics[] },
) {
  const number = (value: number | null) => <span className="num">{value ?? "automatic"}</span>;
  const lr = run.learning_rate ?? metrics[0]?.lr ?? null;
  return (
    <aside className="stack-wide" aria-label="Parameters and lineage">
      <Card title="Parameters">
        <Facts
          rows={[
            ["Base model", <span key="b" className="mono">{run.base_model}</span>],
            [
              "Start",
              run.pretrained === null ? "not known yet" : run.pretrained ? "pretrained weights" : "from scratch",
            ],
            ["Epochs", number(run.epochs)],
            ["Batch size", number(run.batch_size)],
            ["Image size", `${run.img_size} px`],
            [
              "Learning rate",
              run.learning_rate === null
                ? <span key="l" className="num">automatic{lr !== null && ` (${Number(lr.toPrecision(3))})`}</span>
                : number(run.learning_rate),
            ],
            ["Patience", run.patience === 0 ? "never stops early" : number(run.patience)],
            ["Seed", number(run.seed)],
            ["Device", run.device],
          ]}
        />
      </Card>
      <Card title="Lineage">
        <Facts
          rows={[
            [
              "Dataset",
              <Link key="d" to={`/projects/${projectId}/datasets/${run.dataset_id}`}>{run.dataset_name}</Link>,
            ],
            [
              "Model",
              run.model_id
                ? (
                  <Link
                    key="m"
                    to={`/models/${run.model_id}${run.model_version_id ? `?version=${run.model_version_id}` : ""}`}
                  >
                    version made by this run
                  </Link>
                )
                : <span key="n" className="muted">none yet</span>,
            ],
            ["Created", <Ago key="c" time={run.created_at} />],
            run.started_at !== null && ["Started", <Ago key="s" time={run.started_at} />],
            run.finished_at !== null && ["Finished", <Ago key="f" time={run.finished_at} />],
            ["Id", <CopyValue key="i" text={run.id} short={8} label="the run's id" />],
          ]}
        />
      </Card>
    </aside>
  );
}
