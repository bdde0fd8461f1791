import type { QueueSummary } from "../../api/types.ts";
import { useQuery } from "../../api/hooks.ts";
import { Card } from "../../ui/index.ts";
import { QueueLine } from "./QueueLine.tsx";

/** What waits for me in every project; nothing when nothing does. */
export function MyQueues() {
  const queues = useQuery<{ items: QueueSummary[] }>("/api/queue");
  const items = queues.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title="My queue" flush>
      <ul className="queue-lines">
        {items.map((queue) => (
          <li key={queue.project_id}>
            <QueueLine queue={queue} name={queue.project_name} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
