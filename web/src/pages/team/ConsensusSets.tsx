import type { ConsensusSet, Id } from "../../api/types.ts";
import { usePage } from "../../api/hooks.ts";
import { navigate } from "../../app/router.ts";
import { count, plural } from "../../lib/format.ts";
import { Badge, Card, type Column, ErrorState, Progress, SkeletonRows, Table } from "../../ui/index.ts";
import { Due } from "./Due.tsx";

/** Images that several people label independently. */
export function ConsensusSets({ projectId }: { projectId: Id }) {
  const list = usePage<ConsensusSet>(`/api/projects/${projectId}/consensus`, { everyMs: 15_000 });
  const columns: readonly Column<ConsensusSet>[] = [
    {
      id: "name",
      title: "Set",
      width: "minmax(160px, 1.4fr)",
      cell: (set) => (
        <span className="row">
          <strong className="truncate">{set.name}</strong>
          {set.status === "closed" && <Badge>Closed</Badge>}
        </span>
      ),
    },
    { id: "images", title: "Images", width: "80px", align: "end", cell: (set) => count(set.image_count) },
    {
      id: "people",
      title: "People",
      width: "minmax(120px, 1fr)",
      cell: (set) => <span className="truncate muted">{set.annotators.map((one) => one.username).join(", ")}</span>,
    },
    {
      id: "progress",
      title: "Progress",
      width: "minmax(160px, 1fr)",
      cell: (set) => (
        <span className="team-progress">
          <Progress
            value={set.done_count / Math.max(1, set.layer_count)}
            label={`Progress of ${set.name}`}
            tone="good"
          />
          <span className="num muted">{count(set.done_count)} / {count(set.layer_count)}</span>
        </span>
      ),
    },
    { id: "merged", title: "Merged", width: "80px", align: "end", cell: (set) => count(set.merged_count) },
    {
      id: "due",
      title: "Due",
      width: "132px",
      cell: (set) => <Due time={set.due_at} done={set.status === "closed"} />,
    },
  ];
  return (
    <Card
      title="Labelled independently"
      flush
      actions={list.items.length > 0 && <span className="small muted">{plural(list.items.length, "set")}</span>}
    >
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? (
          <div className="card-body">
            <SkeletonRows count={2} />
          </div>
        )
        : list.items.length === 0
        ? (
          <p className="card-body muted">
            None yet. Assign images with “Label independently”: several people label the same ones, then you see how far
            they agree and merge.
          </p>
        )
        : (
          <Table
            label="Consensus sets"
            columns={columns}
            rows={list.items}
            rowKey={(set) => set.id}
            onOpen={(set) => navigate(`/projects/${projectId}/tasks/${set.id}`)}
            onEnd={list.loadMore}
          />
        )}
    </Card>
  );
}
