import { useState } from "react";
import type { Batch, BatchContent, GroupsBody, Id, Page } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { asApiError } from "../../../api/error.ts";
import { useMutation, useQuery } from "../../../api/hooks.ts";
import { useJobFeed } from "../../../api/useJobFeed.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { atLeast, useProject } from "../../../app/project.ts";
import { useQueryParam } from "../../../app/router.ts";
import { plural } from "../../../lib/format.ts";
import {
  Button,
  ConfirmDialog,
  Empty,
  Loaded,
  Notice,
  Progress,
  Select,
  SkeletonCards,
  toast,
} from "../../../ui/index.ts";
import { noSelection } from "../../images/grid/selection.ts";
import type { CurateProps } from "../tabs.tsx";
import { AnalyzeDialog } from "./AnalyzeDialog.tsx";
import { membersOf, moving } from "./arrange.ts";
import { GroupRow } from "./GroupRow.tsx";
import { MoveDialog } from "./MoveDialog.tsx";
import { NewBatchDialog } from "./NewBatchDialog.tsx";

/** The images of a batch by groups: found by their looks, arranged by hand. */
export default function GroupsTab({ projectId, selection, onSelection }: CurateProps) {
  const batches = useQuery<Page<Batch>>("/api/batches", { query: { project_id: projectId, limit: 200 } });
  const [asked, setAsked] = useQueryParam("batch");
  const batchId = asked || batches.data?.items[0]?.id || null;
  const content = useQuery<BatchContent>(batchId ? `/api/batches/${batchId}` : null);
  const batch = content.data?.batch;
  const role = useProject().data?.role;
  const mayArrange = atLeast(role, "annotator");
  const runs = batch?.status === "analyzing";
  const { feed } = useJobFeed(runs ? batch.job_id : null, runs, () => void content.refresh());
  const [open, setOpen] = useState<"new" | "analyze" | "move" | "delete" | null>(null);
  const here = new Set(content.data?.images.map((image) => image.image_id));
  const chosen = new Set([...selection.ids].filter((id) => here.has(id)));
  const choose = (ids: ReadonlySet<Id>) => onSelection({ ...noSelection, ids });

  const arrange = async (body: GroupsBody) => {
    try {
      await api.put<BatchContent>(`/api/batches/${batchId}/groups`, body);
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
    await content.refresh();
  };
  const move = (to: string | null) => {
    setOpen(null);
    if (content.data) void arrange(moving(content.data, chosen, to)).then(() => choose(new Set()));
  };
  const remove = useMutation(() => api.delete(`/api/batches/${batchId}`), {
    done: () => {
      setOpen(null);
      setAsked("");
      void batches.refresh();
    },
  });
  useKeys({ "groups.move": () => mayArrange && chosen.size > 0 ? setOpen("move") : false }, { enabled: open === null });

  const made = (id: Id) => {
    setOpen(null);
    void batches.refresh();
    setAsked(id);
  };
  return (
    <div className="groups">
      <h2 className="sr-only">Groups</h2>
      <Loaded query={batches} skeleton={<SkeletonCards count={4} height={88} />}>
        {({ items }) =>
          items.length === 0
            ? (
              <Empty
                icon="curate"
                title="No batches yet"
                action={mayArrange && (
                  <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>New batch</Button>
                )}
              >
                A batch gathers images; analysing it finds groups among them by their looks, which you then name, merge
                and label.
              </Empty>
            )
            : (
              <div className="groups-bar" role="toolbar" aria-label="Batch">
                <Select
                  aria-label="Batch"
                  className="select-auto"
                  value={batchId ?? ""}
                  onChange={(event) => setAsked(event.target.value, true)}
                  options={items.map((one) => ({ value: one.id, label: one.batch_name }))}
                />
                {batch && <span className="num muted" role="status">{plural(batch.image_count, "image")}</span>}
                <span className="grow" />
                {chosen.size > 0 && (
                  <>
                    <strong className="num">{plural(chosen.size, "image")} selected</strong>
                    {mayArrange && <Button keys="groups.move" onClick={() => setOpen("move")}>Move to…</Button>}
                    <Button kind="ghost" onClick={() => choose(new Set())}>Clear</Button>
                  </>
                )}
                {mayArrange && <Button icon="play" disabled={runs} onClick={() => setOpen("analyze")}>Analyse…</Button>}
                {mayArrange && <Button icon="plus" onClick={() => setOpen("new")}>New batch</Button>}
                {atLeast(role, "manager") && (
                  <Button
                    icon="trash"
                    kind="ghost"
                    aria-label="Delete the batch"
                    onClick={() => setOpen("delete")}
                  />
                )}
              </div>
            )}
      </Loaded>
      {batch && (runs || batch.status === "failed") && (
        <div className="groups-status stack">
          {runs
            ? <Progress value={feed.progress} label="Analysing the batch" />
            : <Notice kind="bad" title="The analysis failed">{batch.error_message}</Notice>}
        </div>
      )}
      {batchId && (
        <Loaded query={content} skeleton={<SkeletonCards count={8} height={88} />}>
          {(data) => (
            <>
              {membersOf(data).map(({ label, images }) => (
                <GroupRow
                  key={label ?? ""}
                  projectId={projectId}
                  label={label}
                  isAnalysed={data.batch.status === "complete"}
                  images={images}
                  names={data.groups.flatMap((group) => group.label ?? [])}
                  chosen={chosen}
                  mayArrange={mayArrange}
                  onChoose={choose}
                  onArrange={(body) => void arrange(body)}
                />
              ))}
              {data.images.length === 0 && (
                <Empty icon="images" title="The batch is empty">
                  Its images are in the bin, or none were put into it.
                </Empty>
              )}
            </>
          )}
        </Loaded>
      )}
      {open === "new" && (
        <NewBatchDialog
          projectId={projectId}
          chosen={selection.ids}
          onMade={made}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "analyze" && batch && (
        <AnalyzeDialog
          batch={batch}
          onStarted={() => {
            setOpen(null);
            void content.refresh();
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "move" && content.data && (
        <MoveDialog
          content={content.data}
          count={chosen.size}
          onMove={move}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "delete" && batch && (
        <ConfirmDialog
          title={`Delete ${batch.batch_name}?`}
          action="Delete the batch"
          busy={remove.busy}
          error={remove.error}
          onConfirm={() => void remove.run()}
          onClose={() => setOpen(null)}
        >
          Its groups are lost; its images stay in the project.
        </ConfirmDialog>
      )}
    </div>
  );
}
