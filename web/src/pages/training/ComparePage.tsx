import { useEffect, useMemo, useState } from "react";
import { api } from "../../api/client.ts";
import { type ApiError, asApiError, isAbort } from "../../api/error.ts";
import type { EpochMetrics, TrainingRun } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { useProject } from "../../app/project.ts";
import { useLocation, useParams, useTitle } from "../../app/router.ts";
import { duration, score } from "../../lib/format.ts";
import { LineChart } from "../../ui/charts/LineChart.tsx";
import { ButtonLink, Card, Empty, ErrorState, PageBody, PageHeader, SkeletonCards } from "../../ui/index.ts";
import { type Compared, comparison } from "./comparison.ts";
import { runPath } from "./RunsTable.tsx";

/** Several runs over each other: the same curve of each on one chart, and their settings where they differ. */
export default function ComparePage() {
  const { id = "" } = useParams();
  const project = useProject();
  useTitle("Compare runs", project.data?.name);
  const { query } = useLocation();
  const ids = useMemo(() => (query.get("runs") ?? "").split(",").filter((one) => one !== "").slice(0, 8), [query]);
  const [state, setState] = useState<{ runs: Compared[] | null; error: ApiError | null }>({ runs: null, error: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    setState({ runs: null, error: null });
    Promise.all(ids.map((run) => load(run, control.signal))).then(
      (runs) => setState({ runs, error: null }),
      (error) => isAbort(error) || setState({ runs: null, error: asApiError(error) }),
    );
    return () => control.abort();
  }, [ids, attempt]);
  const back = (
    <ButtonLink to={`/projects/${id}/training${ids.length > 0 ? `?runs=${ids.join(",")}` : ""}`} icon="arrowLeft">
      Runs
    </ButtonLink>
  );
  return (
    <PageBody wide>
      <PageHeader title="Compare runs" actions={back} />
      {ids.length === 0
        ? <Empty icon="compare" title="No runs chosen" action={back}>Tick two or more in the list of runs.</Empty>
        : state.error
        ? <ErrorState error={state.error} onRetry={() => setAttempt(attempt + 1)} />
        : state.runs === null
        ? <SkeletonCards count={4} height={220} />
        : <Comparison runs={state.runs} />}
    </PageBody>
  );
}

async function load(id: string, signal: AbortSignal): Promise<Compared> {
  const [run, metrics] = await Promise.all([
    api.get<TrainingRun>(`/api/training/${id}`, { signal }),
    api.get<{ items: EpochMetrics[] }>(`/api/training/${id}/metrics`, { signal }),
  ]);
  return { run, metrics: metrics.items };
}

const facts: readonly [string, (run: TrainingRun) => string][] = [
  ["mAP50-95", (run) => score(run.best_map)],
  ["mAP50", (run) => score(run.best_map50)],
  ["Time", (run) => run.training_time === null ? "–" : duration(run.training_time)],
  ["Dataset", (run) => run.dataset_name],
  ["Base model", (run) => run.base_model],
  ["Epochs", (run) => String(run.epochs)],
  ["Batch size", (run) => String(run.batch_size)],
  ["Image size", (run) => `${run.img_size} px`],
  ["Learning rate", (run) => run.learning_rate === null ? "automatic" : String(run.learning_rate)],
  ["Patience", (run) => String(run.patience)],
  ["Seed", (run) => String(run.seed)],
  ["Device", (run) => run.device],
];

function Comparison({ runs }: { runs: readonly Compared[] }) {
  const { x, charts } = useMemo(() => comparison(runs), [runs]);
  return (
    <>
      <div className="charts wide">
        {charts.map((chart) => (
          <Card key={chart.title}>
            <LineChart title={chart.title} x={x} series={chart.series} min={chart.min} max={chart.max} height={220} />
          </Card>
        ))}
      </div>
      <div className="compare-box">
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">Run</th>
              {runs.map(({ run }, i) => (
                <th key={run.id} scope="col">
                  <i style={{ background: `var(--series-${i % 8 + 1})` }} aria-hidden="true" />
                  <Link to={runPath(run)}>{run.name}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map(([name, read]) => {
              const values = runs.map(({ run }) => read(run));
              return (
                <tr key={name} className={new Set(values).size > 1 ? "differs" : ""}>
                  <th scope="row">{name}</th>
                  {values.map((value, i) => <td key={runs[i]!.run.id} className="num">{value}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
