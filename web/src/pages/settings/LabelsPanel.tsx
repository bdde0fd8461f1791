import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation, usePage } from "../../api/hooks.ts";
import type { Label } from "../../api/types.ts";
import { useKeys } from "../../app/keyboard.ts";
import { count, plural } from "../../lib/format.ts";
import {
  Button,
  type Column,
  ConfirmDialog,
  Empty,
  ErrorState,
  LabelChip,
  Menu,
  SkeletonRows,
  Table,
} from "../../ui/index.ts";
import { LabelDialog } from "./LabelDialog.tsx";

/** The classes of a project. */
export function LabelsPanel({ projectId, may }: { projectId: string; may: boolean }) {
  const path = `/api/projects/${projectId}/labels`;
  const list = usePage<Label>(path, { limit: 1000 });
  const [editing, setEditing] = useState<Label | "new" | null>(null);
  const [leaving, setLeaving] = useState<Label | null>(null);
  useKeys({ create: () => may ? setEditing("new") : false });
  const removing = useMutation((label: Label) => api.delete(`/api/labels/${label.id}`), {
    invalidates: [path, `/api/projects/${projectId}`],
    done: () => setLeaving(null),
  });
  const labels = [...list.items].sort((a, b) => a.index - b.index);
  const columns: readonly Column<Label>[] = [
    {
      id: "index",
      title: "Index",
      width: "64px",
      align: "end",
      cell: (label) => <span className="muted num">{label.index}</span>,
    },
    {
      id: "name",
      title: "Label",
      width: "minmax(160px, 1fr)",
      cell: (label) => <LabelChip name={label.name} color={label.color} />,
    },
    {
      id: "hotkey",
      title: "Key",
      width: "64px",
      cell: (label) => label.hotkey ? <kbd>{label.hotkey}</kbd> : <span className="muted">–</span>,
    },
    {
      id: "path",
      title: "Place",
      width: "minmax(80px, 1fr)",
      cell: (label) => <span className="muted">{label.path || "–"}</span>,
    },
    {
      id: "more",
      title: "Attributes",
      width: "120px",
      cell: (label) => (
        <span className="muted">
          {[
            label.attributes.length > 0 && plural(label.attributes.length, "attribute"),
            label.skeleton && plural(label.skeleton.keypoints.length, "keypoint"),
          ].filter(Boolean).join(", ") || "–"}
        </span>
      ),
    },
    { id: "used", title: "Annotations", width: "104px", align: "end", cell: (label) => count(label.annotation_count) },
    {
      id: "do",
      title: "Actions",
      quiet: true,
      width: "48px",
      align: "end",
      cell: (label) =>
        may && (
          <Menu
            label={`Actions on ${label.name}`}
            icon="more"
            kind="ghost"
            size="s"
            items={[{ label: "Edit", icon: "edit", run: () => setEditing(label) }, {
              label: "Delete",
              icon: "trash",
              danger: true,
              run: () => {
                removing.clear();
                setLeaving(label);
              },
            }]}
          />
        ),
    },
  ];
  const add = may && (
    <Button kind="primary" icon="plus" keys="create" onClick={() => setEditing("new")}>Add a label</Button>
  );
  if (list.error && labels.length === 0) return <ErrorState error={list.error} onRetry={list.refresh} />;
  if (list.loading) return <SkeletonRows count={5} />;
  return (
    <div className="stack-wide">
      {labels.length === 0
        ? (
          <Empty icon="tag" title="No labels yet" action={add}>
            Labels are the classes that people draw and models learn.
          </Empty>
        )
        : (
          <>
            <div className="row">
              <p className="muted grow">
                {plural(labels.length, "label")}. The index is the class number in exports and models.
              </p>
              {add}
            </div>
            <Table
              label="Labels"
              columns={columns}
              rows={labels}
              rowKey={(label) => label.id}
              onOpen={may ? setEditing : undefined}
            />
          </>
        )}
      {editing && (
        <LabelDialog
          projectId={projectId}
          label={editing === "new" ? null : editing}
          others={labels}
          onClose={() => setEditing(null)}
        />
      )}
      {leaving && (
        <ConfirmDialog
          title={`Delete ${leaving.name}?`}
          action="Delete"
          busy={removing.busy}
          error={removing.error}
          onConfirm={() => void removing.run(leaving)}
          onClose={() => setLeaving(null)}
        >
          {leaving.annotation_count > 0
            ? `${plural(leaving.annotation_count, "annotation")} with this label.`
            : "No annotation carries this label."}
        </ConfirmDialog>
      )}
    </div>
  );
}
