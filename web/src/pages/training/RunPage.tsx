import { useMemo, useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation, useQuery } from "../../api/hooks.ts";
import type { EpochMetrics, TrainingRun } from "../../api/types.ts";
import { useJobFeed } from "../../api/useJobFeed.ts";
import { useKeys } from "../../app/keyboard.ts";
import { Link } from "../../app/Link.tsx";
import { atLeast, useProject } from "../../app/project.ts";
import { useParams, useTitle } from "../../app/router.ts";
import { duration, remaining, score } from "../../lib/format.ts";
import { LineChart } from "../../ui/charts/LineChart.tsx";
import {
  Button,
  ButtonLink,
  Card,
  ConfirmDialog,
  Loaded,
  LogView,
  Notice,
  PageBody,
  PageHeader,
  Progress,
  SkeletonCards,
  Stat,
  Stats,
  Status,
  toast,
} from "../../ui/index.ts";
import { bestEpoch, curves, mapOf } from "./curves.ts";
import { Parameters } from "./Parameters.tsx";

/** A run as it goes: curves, log, how long still; afterwards what came of it. */
export default function RunPage() {
  const { id = "", runId = "" } = useParams();
  const project = useProject();
  const run = useQuery<TrainingRun>(`/api/training/${runId}`, { everyMs: 10_000 });
  useTitle(run.data?.name, "Training", project.data?.name);
  const stored = useQuery<{ items: EpochMetrics[] }>(`/api/training/${runId}/metrics`);
  const active = run.data?.status === "pending" || run.data?.status === "running";
  const { feed, connection } = useJobFeed(run.error ? null : runId, active, () => {
    void run.refresh();
    void stored.refresh();
  });
  const metrics = useMemo(() => {
    const byEpoch = new Map((stored.data?.items ?? []).map((metric) => [metric.epoch, metric]));
    for (const metric of feed.metrics) byEpoch.set(metric.epoch, metric);
    return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
  }, [stored.data, feed.metrics]);
  return (
    <PageBody wide>
      <Loaded query={run} skeleton={<SkeletonCards count={3} height={160} />}>
        {(data) => (
          <>
            <Head run={data} may={atLeast(project.data?.role, "manager")} onChange={() => void run.refresh()} />
            <State run={data} metrics={metrics} progress={feed.progress} message={feed.message} />
            <div className="run-layout">
              <div className="stack-wide">
                <Curves metrics={metrics} />
                <Card title="Log" flush>
                  <LogView lines={feed.lines} dropped={feed.dropped} connection={connection} label="Log of the run" />
                </Card>
              </div>
              <Parameters run={data} projectId={id} metrics={metrics} />
            </div>
          </>
        )}
      </Loaded>
    </PageBody>
  );
}

function Curves({ metrics }: { metrics: readonly EpochMetrics[] }) {
  const charts = useMemo(() => curves(metrics), [metrics]);
  const x = useMemo(() => metrics.map((metric) => metric.epoch), [metrics]);
  return (
    <Card title="Curves" actions={<span className="small muted">Point at a chart to read all its series</span>}>
      <div className="charts">
        {charts.map((chart) => (
          <LineChart
            key={chart.title}
            title={chart.title}
            x={x}
            series={chart.series}
            min={chart.min}
            max={chart.max}
          />
        ))}
      </div>
    </Card>
  );
}

function Head({ run, may, onChange }: { run: TrainingRun; may: boolean; onChange: () => void }) {
  const [asking, setAsking] = useState(false);
  const active = run.status === "pending" || run.status === "running";
  const options = { invalidates: ["/api/training", "/api/jobs"], done: onChange };
  const stopping = useMutation(() => api.post(`/api/training/${run.id}/cancel`), {
    ...options,
    done: () => {
      setAsking(false);
      onChange();
      toast("The run is being cancelled.");
    },
  });
  const resuming = useMutation(() => api.post(`/api/training/${run.id}/resume`), options);
  useKeys({ "run.cancel": () => active && may ? setAsking(true) : false });
  return (
    <>
      <PageHeader
        title={run.name}
        actions={
          <>
            {may && active && (
              <Button icon="stop" keys="run.cancel" onClick={() => setAsking(true)}>Cancel the run</Button>
            )}
            {may && (run.status === "cancelled" || run.status === "failed") && (
              <Button
                icon="play"
                busy={resuming.busy}
                onClick={() => void resuming.run()}
              >
                Resume
              </Button>
            )}
            {run.model_id && (
              <ButtonLink to={`/models/${run.model_id}`} kind="primary" icon="models">Open the model</ButtonLink>
            )}
          </>
        }
      >
        <span className="row">
          <Status status={run.status} /> · <span className="mono">{run.base_model}</span> on{" "}
          <Link to={`/projects/${run.project_id}/datasets/${run.dataset_id}`}>{run.dataset_name}</Link>
        </span>
      </PageHeader>
      {resuming.error && <Notice kind="bad" title={resuming.error.title}>{resuming.error.problem.detail}</Notice>}
      {asking && (
        <ConfirmDialog
          title="Cancel the run?"
          action="Cancel the run"
          busy={stopping.busy}
          error={stopping.error}
          onConfirm={() => void stopping.run()}
          onClose={() => setAsking(false)}
        >
          The trainer stops after the batch it is in. What it has learned so far is kept and can be resumed.
        </ConfirmDialog>
      )}
    </>
  );
}

function State(
  { run, metrics, progress, message }: {
    run: TrainingRun;
    metrics: readonly EpochMetrics[];
    progress: number | null;
    message: string | null;
  },
) {
  const active = run.status === "pending" || run.status === "running";
  const best = bestEpoch(metrics);
  const last = metrics.at(-1);
  const epoch = Math.max(run.current_epoch, last?.epoch ?? 0);
  const fraction = progress ?? epoch / run.epochs;
  const spent = run.training_time ?? metrics.reduce((sum, metric) => sum + metric.seconds, 0);
  return (
    <>
      {run.error_message && <Notice kind="bad" title="The run failed">{run.error_message}</Notice>}
      {run.notes.length > 0 && (
        <div className="stack">{run.notes.map((note) => <Notice key={note}>{note}</Notice>)}</div>
      )}
      {active && (
        <div className="stack" aria-live="polite">
          <Progress value={run.status === "pending" ? null : fraction} label="Progress of the run" />
          <p className="small muted row">
            <span className="grow">{message ?? (run.status === "pending" ? "Waiting for a worker" : "Training")}</span>
            <span>{remaining(fraction, run.started_at)}</span>
          </p>
        </div>
      )}
      <Stats>
        <Stat
          label="Epoch"
          value={`${epoch} / ${run.epochs}`}
          note={spent > 0 && epoch > 0 && `${duration(spent / epoch)} an epoch`}
        />
        <Stat
          label="Best mAP50-95"
          value={score(best ? mapOf(best, "map") : run.best_map)}
          note={best && `at epoch ${best.epoch}`}
        />
        <Stat
          label="Best mAP50"
          value={score(
            run.best_map50 ??
              (metrics.length > 0 ? Math.max(...metrics.map((metric) => mapOf(metric, "map50") ?? 0)) : null),
          )}
        />
        <Stat label="Time" value={spent > 0 ? duration(spent) : "–"} note={active ? "so far" : undefined} />
      </Stats>
    </>
  );
}
