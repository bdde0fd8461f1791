import { useEffect, useRef, useState } from "react";
import { api } from "../../../api/client.ts";
import { cache } from "../../../api/cache.ts";
import { useMutation, usePage, useQuery } from "../../../api/hooks.ts";
import type { AnalysingModel, Label, LabelError, LabelErrorCounts, Page } from "../../../api/types.ts";
import { keyHint, useKeys } from "../../../app/keyboard.ts";
import { atLeast, useProject } from "../../../app/project.ts";
import { buildPath, navigate, setQuery, useQueryParam } from "../../../app/router.ts";
import { percent } from "../../../lib/format.ts";
import { Button, Empty, ErrorState, MoreOnScroll, Notice, SkeletonRows, toast } from "../../../ui/index.ts";
import type { CurateProps } from "../tabs.tsx";
import { CloseupPicture } from "./CloseupPicture.tsx";
import { CompareBar } from "./CompareBar.tsx";
import { actionOf, kinds, wordsOf } from "./words.ts";

/** Where a model and the labels differ, likeliest mistake first: each looked at, and put right or dismissed, with one key. */
export default function LabelErrorsTab({ projectId }: CurateProps) {
  const path = `/api/projects/${projectId}/label-errors`;
  const project = useProject();
  const [kind] = useQueryParam("kind", "");
  const labels = useQuery<Page<Label>>(`/api/projects/${projectId}/labels`, { query: { limit: 1000 } });
  const counts = useQuery<LabelErrorCounts>(`${path}/counts`);
  const models = useQuery<{ items: AnalysingModel[] }>(`/api/projects/${projectId}/analysing-models`);
  const page = usePage<LabelError>(path, { query: kind ? { kind } : {} });
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const errors = page.items.filter((one) => !gone.has(one.id));
  const index = Math.max(0, Math.min(at, errors.length - 1));
  const current = errors[index];
  const mayDecide = atLeast(project.data?.role ?? undefined, "reviewer");
  const labelOf = (id: string | null) => labels.data?.items.find((label) => label.id === id);
  const again = () => {
    setGone(new Set());
    cache.invalidate(path);
    void models.refresh();
  };
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [index, current?.id]);
  useEffect(() => setAt(0), [kind]);

  const reopen = (one: LabelError) =>
    void api.post(`/api/label-errors/${one.id}/reopen`).then(again, (problem) => toast(problem.message));
  const deciding = useMutation(async (one: LabelError, what: "apply" | "dismiss") => {
    await api.post(`/api/label-errors/${one.id}/${what}`);
    setGone((old) => new Set(old).add(one.id));
    void counts.refresh();
    if (what === "dismiss") toast({ text: "Dismissed", action: { label: "Undo", run: () => reopen(one) } });
  });
  const decide = (what: "apply" | "dismiss") => {
    if (!current || !mayDecide || deciding.busy) return false;
    void deciding.run(current, what);
  };
  const open = () => {
    if (!current) return false;
    navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: current.image_id }));
  };
  useKeys({
    "mistake.apply": () => decide("apply"),
    "mistake.dismiss": () => decide("dismiss"),
    "mistake.open": open,
    "mistake.next": () => setAt(Math.min(errors.length - 1, index + 1)),
    "mistake.previous": () => setAt(Math.max(0, index - 1)),
  });

  if (page.error && page.items.length === 0) return <ErrorState error={page.error} onRetry={page.refresh} />;
  if (page.loading || !counts.data || !models.data) return <SkeletonRows />;
  if (models.data.items.length === 0) {
    return (
      <Empty icon="models" title="No model has looked at these images yet">
        Have a detector predict on the project (Models, Predict on a project). Its word is then held against the labels.
      </Empty>
    );
  }
  const words = (one: LabelError) =>
    wordsOf(one, labelOf(one.label_id)?.name ?? "?", labelOf(one.predicted_label_id)?.name ?? "?");
  return (
    <div className="mistakes">
      <div className="mistakes-side">
        {mayDecide && (
          <CompareBar projectId={projectId} models={models.data.items} counts={counts.data} onDone={again} />
        )}
        <div className="row mistakes-kinds" role="group" aria-label="Kinds">
          {kinds.map(({ kind: one, title, what }) => (
            <Button
              key={one}
              size="s"
              aria-pressed={kind === one}
              tip={what}
              onClick={() => setQuery({ kind: kind === one ? null : one })}
            >
              {title} {counts.data![one]}
            </Button>
          ))}
        </div>
        <div ref={list} className="mistakes-list" role="listbox" aria-label="Likely mistakes" tabIndex={0}>
          {errors.map((one, place) => (
            <div
              key={one.id}
              className="mistake"
              role="option"
              aria-selected={place === index}
              onClick={() => setAt(place)}
            >
              <span className="swatch" style={{ background: labelOf(one.label_id ?? one.predicted_label_id)?.color }} />
              <span className="grow truncate">
                {words(one)}
                <span className="muted small truncate">{one.filename}</span>
              </span>
              <span className="num">{percent(one.score)}</span>
            </div>
          ))}
          <MoreOnScroll when={page.hasMore} more={page.loadMore} />
        </div>
      </div>
      {current
        ? (
          <div className="mistakes-main">
            <CloseupPicture
              error={current}
              labelled={labelOf(current.label_id)?.color ?? "#888888"}
              predicted={labelOf(current.predicted_label_id)?.color ?? "#888888"}
            />
            <div className="row">
              <strong className="grow truncate">{words(current)}</strong>
              <span className="muted small">labelled: line · model: dashed</span>
            </div>
            {deciding.error && <Notice kind="bad">{deciding.error.message}</Notice>}
            <div className="row">
              {mayDecide && (
                <>
                  <Button
                    kind="primary"
                    busy={deciding.busy}
                    tip={keyHint("mistake.apply")}
                    onClick={() => decide("apply")}
                  >
                    {actionOf(current.kind)}
                  </Button>
                  <Button tip={keyHint("mistake.dismiss")} onClick={() => decide("dismiss")}>
                    The labels are right
                  </Button>
                </>
              )}
              <Button icon="images" tip={keyHint("mistake.open")} onClick={() => void open()}>Open the image</Button>
            </div>
          </div>
        )
        : (
          <Empty icon="check" title={counts.data.job_id ? "Nothing to look at" : "Not compared yet"}>
            {counts.data.job_id
              ? "The labels are what the model says, or everything was decided."
              : "Choose a model that has looked at these images, and compare."}
          </Empty>
        )}
    </div>
  );
}
