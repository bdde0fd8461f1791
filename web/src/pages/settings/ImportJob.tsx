import { useEffect } from "react";
import { api } from "../../api/client.ts";
import { cache } from "../../api/cache.ts";
import { useMutation, useQuery } from "../../api/hooks.ts";
import type { ImportReport, Job, VideoReport } from "../../api/types.ts";
import { isEnded } from "../../api/jobStream.ts";
import { useJobFeed } from "../../api/useJobFeed.ts";
import { remaining } from "../../lib/format.ts";
import { Button, ButtonLink, Card, Loaded, Notice, Progress, Status } from "../../ui/index.ts";
import { ImportReportView } from "./ImportReportView.tsx";
import { VideoReportView } from "./VideoReportView.tsx";

/** An import under way, and what it did. */
export function ImportJob({ jobId, projectId, onAgain }: { jobId: string; projectId: string; onAgain: () => void }) {
  const job = useQuery<Job>(`/api/jobs/${jobId}`);
  const { feed } = useJobFeed(jobId, job.data !== undefined && !isEnded(job.data.status), () => void job.refresh());
  const stopping = useMutation(() => api.post(`/api/jobs/${jobId}/cancel`), { done: () => void job.refresh() });
  const ended = job.data !== undefined && isEnded(job.data.status);
  useEffect(() => {
    if (ended) cache.invalidate(`/api/projects/${projectId}`);
  }, [ended, projectId]);
  return (
    <Card title="Import" actions={job.data && <Status status={feed.status ?? job.data.status} />}>
      <Loaded query={job}>
        {(data) => (
          <div className="stack-wide">
            {!ended && (
              <div className="stack" aria-live="polite">
                <div className="row">
                  <span className="grow">{feed.message ?? data.progress_message ?? "Waiting for a worker"}</span>
                  <span className="muted">{remaining(feed.progress ?? data.progress, data.started_at)}</span>
                  <Button size="s" busy={stopping.busy} onClick={() => void stopping.run()}>Cancel</Button>
                </div>
                <Progress value={feed.progress ?? data.progress} label="Import" />
                <p className="muted small">
                  You may leave this page: the import goes on, and its report stays under Jobs.
                </p>
              </div>
            )}
            {data.error_message && <Notice kind="bad" title="The import failed">{data.error_message}</Notice>}
            {data.status === "CANCELLED" && <Notice>Cancelled. What was taken in before stays.</Notice>}
            {data.result !== null && (data.kind === "video"
              ? <VideoReportView report={data.result as unknown as VideoReport} />
              : <ImportReportView report={data.result as unknown as ImportReport} />)}
            {ended && (
              <div className="row">
                <ButtonLink to={`/projects/${projectId}/images${sequenceOf(data)}`} kind="primary" icon="images">
                  {sequenceOf(data) ? "Look at the sequence" : "Look at the images"}
                </ButtonLink>
                <Button onClick={onAgain}>Import another</Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}

/** The filter that shows what a video became. */
function sequenceOf({ kind, result }: Job): string {
  const made = kind === "video" ? result as unknown as VideoReport | null : null;
  return made ? `?sequence_id=${made.sequence_id}` : "";
}
