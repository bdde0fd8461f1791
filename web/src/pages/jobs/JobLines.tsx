import type { Job } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { Ago, Progress, Status } from "../../ui/index.ts";
import { kindText } from "./kind.ts";

/** Where a job is looked at: a training run has its own page. */
export function jobPath(job: Pick<Job, "id" | "kind" | "project_id">): string {
  return job.kind === "training" && job.project_id
    ? `/projects/${job.project_id}/training/${job.id}`
    : `/jobs/${job.id}`;
}

/** Jobs as a short list: title, state, how far. */
export function JobLines({ jobs }: { jobs: readonly Job[] }) {
  return (
    <ul className="activity">
      {jobs.map((job) => (
        <li key={job.id}>
          <div className="grow">
            <Link to={jobPath(job)} className="truncate">{job.title}</Link>
            <div className="small muted truncate">
              {job.error_message ?? job.progress_message ?? kindText(job.kind)}
            </div>
            {job.status === "RUNNING" && <Progress value={job.progress} label={`Progress of ${job.title}`} />}
          </div>
          <span className="small">
            <Status status={job.status} />
          </span>
          <span className="small muted">
            <Ago time={job.finished_at ?? job.started_at ?? job.created_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
