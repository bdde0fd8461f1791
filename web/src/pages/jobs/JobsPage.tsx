import { usePage } from "../../api/hooks.ts";
import type { Job } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { navigate, setQuery, useQueryParam, useTitle } from "../../app/router.ts";
import { duration } from "../../lib/format.ts";
import {
  Ago,
  Button,
  type Column,
  Empty,
  ErrorState,
  PageBody,
  PageHeader,
  Progress,
  Select,
  SkeletonRows,
  Status,
  statusText,
  Table,
} from "../../ui/index.ts";
import { JobActions } from "./JobActions.tsx";
import { jobPath } from "./JobLines.tsx";
import { kindText } from "./kind.ts";

const kinds = ["all", "import", "video", "training", "build", "prediction", "ingest", "demo"];
const states = ["UPLOADING", "QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"];

/** How long a job ran, or runs already. */
export function jobTime(job: Job, now = Date.now()): string {
  if (!job.started_at) return "–";
  return duration(((job.finished_at ? Date.parse(job.finished_at) : now) - Date.parse(job.started_at)) / 1000);
}

const columns: readonly Column<Job>[] = [
  { id: "title", title: "Job", width: "minmax(200px, 2fr)", cell: (job) => <Link to={jobPath(job)}>{job.title}</Link> },
  { id: "kind", title: "Kind", width: "128px", cell: (job) => <span className="muted">{kindText(job.kind)}</span> },
  { id: "status", title: "State", width: "112px", cell: (job) => <Status status={job.status} /> },
  {
    id: "progress",
    title: "Progress",
    width: "minmax(120px, 2fr)",
    cell: (job) =>
      job.status === "RUNNING"
        ? (
          <span className="stack job-progress">
            <span className="small truncate">{job.progress_message ?? `${Math.round(job.progress * 100)} %`}</span>
            <Progress value={job.progress} label={`Progress of ${job.title}`} />
          </span>
        )
        : (
          <span className="muted" data-tip={job.error_message ?? undefined}>
            {job.error_message ?? (job.attempt > 1 ? `attempt ${job.attempt} of ${job.max_attempts}` : "")}
          </span>
        ),
  },
  { id: "time", title: "Took", width: "96px", align: "end", cell: (job) => jobTime(job) },
  { id: "at", title: "Created", width: "104px", align: "end", cell: (job) => <Ago time={job.created_at} /> },
  {
    id: "do",
    title: "Actions",
    quiet: true,
    width: "80px",
    align: "end",
    cell: (job) => <JobActions job={job} size="s" />,
  },
];

export default function JobsPage() {
  useTitle("Jobs");
  const [kind] = useQueryParam("kind", "all");
  const [status] = useQueryParam("status");
  const list = usePage<Job>("/api/jobs", { query: { kind, status }, limit: 100, everyMs: 3000 });
  const filtered = kind !== "all" || status !== "";
  const known = [...new Set([...kinds, kind, ...list.items.map((job) => job.kind)])];
  return (
    <PageBody wide>
      <PageHeader title="Jobs">
        Everything that runs in the background. Closing the browser stops none of it.
      </PageHeader>
      <div className="toolbar">
        <Select
          aria-label="Kind"
          className="select-auto"
          value={kind}
          options={known.map((one) => ({ value: one, label: kindText(one) }))}
          onChange={(event) => setQuery({ kind: event.target.value === "all" ? null : event.target.value })}
        />
        <Select
          aria-label="State"
          className="select-auto"
          value={status}
          options={[
            { value: "", label: "All states" },
            ...states.map((one) => ({ value: one, label: statusText(one) })),
          ]}
          onChange={(event) => setQuery({ status: event.target.value })}
        />
      </div>
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonRows count={8} />
        : list.items.length === 0
        ? filtered
          ? (
            <Empty
              icon="filter"
              title="No job matches"
              action={<Button onClick={() => setQuery({ kind: null, status: null })}>Clear the filter</Button>}
            />
          )
          : (
            <Empty icon="jobs" title="No job yet">
              Imports, exports, trainings and batches of predictions show here as they run.
            </Empty>
          )
        : (
          <Table
            label="Jobs"
            columns={columns}
            rows={list.items}
            rowKey={(job) => job.id}
            onOpen={(job) => void navigate(jobPath(job))}
            onEnd={list.loadMore}
            total={list.total}
          />
        )}
    </PageBody>
  );
}
