import { usePage } from "../../api/hooks.ts";
import type { TrainingRun } from "../../api/types.ts";
import { useKeys } from "../../app/keyboard.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { navigate, useParams, useQueryParam, useTitle } from "../../app/router.ts";
import { Button, ButtonLink, Empty, ErrorState, PageBody, PageHeader, SkeletonRows } from "../../ui/index.ts";
import { RunsTable } from "./RunsTable.tsx";

/** Every run of the project; ticked ones are compared. The ticks are in the URL. */
export default function TrainingPage() {
  const { id = "" } = useParams();
  const project = useProject();
  useTitle("Training", project.data?.name);
  const list = usePage<TrainingRun>("/api/training", { query: { project_id: id }, everyMs: 5000 });
  const [ticked, setTicked] = useQueryParam("runs");
  const chosen = new Set(ticked.split(",").filter((one) => one !== ""));
  const choose = (run: string) => {
    const next = new Set(chosen);
    if (!next.delete(run)) next.add(run);
    setTicked([...next].join(","));
  };
  const may = atLeast(project.data?.role, "manager");
  useKeys({ create: () => may ? void navigate(`/projects/${id}/training/new`) : false });
  const create = may && <ButtonLink to={`/projects/${id}/training/new`} kind="primary" icon="plus">New run</ButtonLink>;
  return (
    <PageBody wide>
      <PageHeader
        title="Training"
        actions={
          <>
            {list.items.length > 1 && (
              <Button
                icon="compare"
                disabled={chosen.size < 2}
                onClick={() => void navigate(`/projects/${id}/training/compare?runs=${ticked}`)}
              >
                {chosen.size < 2 ? "Tick runs to compare" : `Compare ${chosen.size}`}
              </Button>
            )}
            {list.items.length > 0 && create}
          </>
        }
      >
        A run learns a detector from a dataset version.
      </PageHeader>
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? <SkeletonRows count={6} />
        : list.items.length === 0
        ? (
          <Empty icon="training" title="No run yet" action={create}>
            Pick a dataset version and a base model; the curves come live.
          </Empty>
        )
        : <RunsTable runs={list.items} chosen={chosen} onChoose={choose} onEnd={list.loadMore} total={list.total} />}
    </PageBody>
  );
}
