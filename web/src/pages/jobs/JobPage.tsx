import { useEffect } from "react";
import { useQuery } from "../../api/hooks.ts";
import { isEnded } from "../../api/jobStream.ts";
import type { ImportReport, Job, VideoReport } from "../../api/types.ts";
import { useJobFeed } from "../../api/useJobFeed.ts";
import { Link } from "../../app/Link.tsx";
import { navigate, useParams, useTitle } from "../../app/router.ts";
import { remaining } from "../../lib/format.ts";
import {
  Ago,
  Card,
  Code,
  CopyValue,
  Facts,
  Loaded,
  LogView,
  Notice,
  PageBody,
  PageHeader,
  Progress,
  SkeletonCards,
  Status,
} from "../../ui/index.ts";
import { VideoReportView } from "../settings/VideoReportView.tsx";
import { ImportReportView } from "../settings/ImportReportView.tsx";
import { JobActions } from "./JobActions.tsx";
import { jobTime } from "./JobsPage.tsx";
import { kindText } from "./kind.ts";
import { jobPath } from "./JobLines.tsx";

export default function JobPage() {
  const { id = "" } = useParams();
  const job = useQuery<Job>(`/api/jobs/${id}`, { everyMs: 5000 });
  useTitle(job.data?.title, "Jobs");
  const { feed, connection } = useJobFeed(
    job.error ? null : id,
    job.data !== undefined && !isEnded(job.data.status),
    () => void job.refresh(),
  );
  const place = job.data ? jobPath(job.data) : null;
  useEffect(() => {
    if (place && !place.startsWith("/jobs/")) navigate(place, { replace: true });
  }, [place]);
  return (
    <PageBody>
      <Loaded query={job} skeleton={<SkeletonCards count={2} height={160} />}>
        {(data) => {
          const status = isEnded(data.status) ? data.status : feed.status ?? data.status;
          const fraction = feed.progress ?? data.progress;
          return (
            <>
              <PageHeader title={data.title} actions={<JobActions job={data} />}>
                <span className="row">
                  <Status status={status} /> · {kindText(data.kind)} · <Ago time={data.created_at} />
                </span>
              </PageHeader>
              {!isEnded(status) && (
                <div className="stack" aria-live="polite">
                  <Progress value={status === "RUNNING" ? fraction : null} label="Progress" />
                  <p className="small muted row">
                    <span className="grow">{feed.message ?? data.progress_message ?? "Waiting for a worker"}</span>
                    {remaining(fraction, data.started_at)}
                  </p>
                </div>
              )}
              {(data.error_message ?? feed.error) && (
                <Notice kind="bad" title="It failed">{data.error_message ?? feed.error}</Notice>
              )}
              <Result job={data} />
              <Card title="Log" flush>
                <LogView lines={feed.lines} dropped={feed.dropped} connection={connection} label="Log of the job" />
              </Card>
              <Card title="About">
                <Facts
                  rows={[
                    ["Took", jobTime(data)],
                    ["Attempt", `${data.attempt} of ${data.max_attempts}`],
                    data.project_id !== null &&
                    ["Project", <Link key="p" to={`/projects/${data.project_id}`}>open</Link>],
                    ["Started", <Ago key="s" time={data.started_at} />],
                    ["Finished", data.finished_at ? <Ago key="f" time={data.finished_at} /> : "not yet"],
                    ["Id", <CopyValue key="i" text={data.id} label="the job's id" />],
                  ]}
                />
              </Card>
            </>
          );
        }}
      </Loaded>
    </PageBody>
  );
}

function Result({ job }: { job: Job }) {
  if (job.result === null || typeof job.result !== "object") return null;
  if (job.kind === "import" && "problems" in job.result) {
    return (
      <Card title="Report">
        <ImportReportView report={job.result as unknown as ImportReport} />
      </Card>
    );
  }
  if (job.kind === "video" && "sequence_id" in job.result) {
    return (
      <Card title="Report">
        <VideoReportView report={job.result as unknown as VideoReport} />
      </Card>
    );
  }
  return (
    <Card title="Result" flush>
      <Code text={JSON.stringify(job.result, null, 2)} label="the result" />
    </Card>
  );
}
