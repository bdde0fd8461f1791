import { useState } from "react";
import type { Assignment, Id } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { useMutation, usePage } from "../../api/hooks.ts";
import { count, plural } from "../../lib/format.ts";
import {
  Badge,
  Button,
  Card,
  type Column,
  ConfirmDialog,
  Empty,
  ErrorState,
  Menu,
  Progress,
  SkeletonRows,
  Table,
  toast,
} from "../../ui/index.ts";
import { Due } from "./Due.tsx";
import { ReassignDialog } from "./ReassignDialog.tsx";

/** Every assignment of the project with how far it is. */
export function Assignments(
  { projectId, manages, onAssign }: { projectId: Id; manages: boolean; onAssign: () => void },
) {
  const path = `/api/projects/${projectId}/assignments`;
  const list = usePage<Assignment>(path, { everyMs: 15_000 });
  const [moving, setMoving] = useState<Assignment | null>(null);
  const [ending, setEnding] = useState<Assignment | null>(null);
  const cancelling = useMutation((one: Assignment) => api.delete(`/api/assignments/${one.id}`), {
    invalidates: [path, "/api/queue"],
    done: () => {
      setEnding(null);
      toast({ kind: "good", text: "The assignment is cancelled." });
    },
  });
  const columns: readonly Column<Assignment>[] = [
    {
      id: "who",
      title: "Person",
      width: "minmax(140px, 1fr)",
      cell: (one) => (
        <span className="row">
          <span className="avatar" aria-hidden="true">{one.username.slice(0, 2)}</span>
          <span className="truncate">{one.username}</span>
          {!one.is_member && <Badge tone="bad">left</Badge>}
        </span>
      ),
    },
    { id: "kind", title: "Work", width: "80px", cell: (one) => one.kind === "label" ? "Label" : "Review" },
    {
      id: "progress",
      title: "Progress",
      width: "minmax(160px, 1fr)",
      cell: (one) => (
        <span className="team-progress">
          <Progress
            value={one.done_count / Math.max(1, one.image_count)}
            label={`${one.username}'s progress`}
            tone="good"
          />
          <span className="num muted">{count(one.done_count)} / {count(one.image_count)}</span>
        </span>
      ),
    },
    {
      id: "due",
      title: "Due",
      width: "132px",
      cell: (one) => <Due time={one.due_at} done={one.done_count >= one.image_count} />,
    },
    {
      id: "note",
      title: "Note",
      width: "minmax(100px, 1fr)",
      cell: (one) => <span className="truncate muted" data-tip={one.note || undefined}>{one.note}</span>,
    },
    {
      id: "more",
      title: "More",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (one) =>
        manages && (
          <Menu
            label={`What to do with ${one.username}'s assignment`}
            kind="ghost"
            size="s"
            icon="more"
            items={[
              {
                label: "Give the rest to somebody else…",
                icon: "members",
                disabled: one.done_count >= one.image_count,
                run: () => setMoving(one),
              },
              { label: "Cancel…", icon: "close", danger: true, run: () => setEnding(one) },
            ]}
          />
        ),
    },
  ];
  return (
    <Card title="Assignments" flush>
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? (
          <div className="card-body">
            <SkeletonRows count={3} />
          </div>
        )
        : list.items.length === 0
        ? (
          <Empty
            icon="members"
            title="Nobody has been given anything"
            action={manages && <Button icon="plus" onClick={onAssign}>Assign images</Button>}
          >
            An assignment is a set of images for one person to label or to review, in a queue of their own.
          </Empty>
        )
        : (
          <Table
            label="Assignments"
            columns={columns}
            rows={list.items}
            rowKey={(one) => one.id}
            onEnd={list.loadMore}
            total={list.total}
          />
        )}
      {moving && <ReassignDialog projectId={projectId} assignment={moving} onClose={() => setMoving(null)} />}
      {ending && (
        <ConfirmDialog
          title={`Cancel ${ending.username}'s assignment?`}
          action="Cancel the assignment"
          busy={cancelling.busy}
          error={cancelling.error}
          onConfirm={() => void cancelling.run(ending)}
          onClose={() => setEnding(null)}
        >
          {plural(ending.image_count - ending.done_count, "image")} go back to nobody. What was labelled stays.
        </ConfirmDialog>
      )}
    </Card>
  );
}
