import type { Job } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { duration } from "../../lib/format.ts";
import { Ago, Progress, Status } from "../../ui/index.ts";

/** Where a job is looked at: a training run has its own page. */
export function jobPath(job: Pick<Job, "id" | "kind" | "project_id">): string {
  return job.kind === "training" && job.project_id
    ? `/projects/${job.project_id}/training/${job.id}`
    : `/jobs/${job.id}`;
}

/** Why it failed, how far it is, or how long it took: what a job last said is stale once it has ended. */
function about(job: Job): string | null {
  if (job.error_message) return job.error_message;
  if (!job.finished_at) return job.progress_message;
  return job.started_at ? `took ${duration((Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000)}` : null;
}

/** Jobs as a short list: title, state, how far. */
export function JobLines({ jobs }: { jobs: readonly Job[] }) {
  return (
    <ul className="activity">
      {jobs.map((job) => (
        <li key={job.id}>
          <div className="grow">
            <Link to={jobPath(job)} className="truncate">{job.title}</Link>
            <div className="small muted truncate">{about(job)}</div>
            {job.status === "RUNNING" && <Progress value={job.progress} label={`Progress of ${job.title}`} />}
          </div>
          <span className="activity-state small">
            <Status status={job.status} />
          </span>
          <span className="activity-time small muted num">
            <Ago time={job.finished_at ?? job.started_at ?? job.created_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
