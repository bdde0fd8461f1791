import { useEffect, useRef } from "react";
import type { BulkOperation, Job } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation, useQuery } from "../../../api/hooks.ts";
import { Link } from "../../../app/Link.tsx";
import { percent, plural } from "../../../lib/format.ts";
import { Button, Progress, toast } from "../../../ui/index.ts";

const over = ["SUCCEEDED", "FAILED", "CANCELLED"];

/** A change to many images at work: how far it is, and a way to stop it. What is done by then stays done. */
export function BulkProgress(
  { operation, onEnd }: { operation: BulkOperation; onEnd: (operation: BulkOperation) => void },
) {
  const job = useQuery<Job>(`/api/jobs/${operation.id}`, { everyMs: 500, freshMs: 0 });
  const cancel = useMutation(() => api.post<Job>(`/api/jobs/${operation.id}/cancel`));
  const told = useRef(false);
  const status = job.data?.status;
  useEffect(() => {
    if (!status || !over.includes(status) || told.current) return;
    told.current = true;
    if (status === "FAILED") toast({ kind: "bad", text: job.data?.error_message ?? "The change failed." });
    void api.get<BulkOperation>(`/api/bulk/${operation.id}`).then(onEnd, () => onEnd(operation));
  }, [status]);
  const fraction = job.data?.progress ?? 0;
  return (
    <section className="bulk-job" aria-label="Change under way">
      <span className="truncate">
        <Link to={`/jobs/${operation.id}`}>{job.data?.title ?? plural(operation.matched, "image")}</Link>
      </span>
      <Progress value={fraction} label="Change of images" />
      <span className="num muted">{percent(fraction)}</span>
      <Button size="s" busy={cancel.busy} onClick={() => void cancel.run()}>Stop</Button>
    </section>
  );
}
