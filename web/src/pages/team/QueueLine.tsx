import { useState } from "react";
import type { QueueSummary, TaskKind } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { asApiError } from "../../api/error.ts";
import { Link } from "../../app/Link.tsx";
import { plural } from "../../lib/format.ts";
import { Badge, Button, toast } from "../../ui/index.ts";
import { Due } from "./Due.tsx";
import { startQueue } from "./queue.ts";

/** How much waits in one project, and the way in. */
export function QueueLine({ queue, name }: { queue: QueueSummary; name?: string }) {
  const [busy, setBusy] = useState<TaskKind | null>(null);
  const start = async (kind: TaskKind) => {
    setBusy(kind);
    try {
      if (!await startQueue(queue.project_id, kind)) {
        toast("Nothing waits any more.");
        cache.invalidate("/api/queue");
      }
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
    setBusy(null);
  };
  return (
    <div className="queue-line">
      {name && <Link to={`/projects/${queue.project_id}/tasks`} className="truncate queue-name">{name}</Link>}
      <span className="grow row queue-counts">
        {queue.to_label > 0 && <span className="num">{plural(queue.to_label, "image")} to label</span>}
        {queue.returned > 0 && <Badge tone="warn">{queue.returned} sent back</Badge>}
        {queue.to_review > 0 && <span className="num">{plural(queue.to_review, "image")} to review</span>}
        {queue.due_at && <Due time={queue.due_at} />}
      </span>
      {queue.to_review > 0 && (
        <Button size="s" icon="eye" busy={busy === "review"} onClick={() => void start("review")}>
          Start reviewing
        </Button>
      )}
      {queue.to_label > 0 && (
        <Button
          size="s"
          kind="primary"
          icon="play"
          busy={busy === "label"}
          onClick={() => void start("label")}
        >
          Start labelling
        </Button>
      )}
    </div>
  );
}
