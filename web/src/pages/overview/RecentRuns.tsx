import type { QueryState } from "../../api/hooks.ts";
import type { Page, TrainingRun } from "../../api/types.ts";
import { ButtonLink, Card, ErrorState, SkeletonRows } from "../../ui/index.ts";
import { RunsTable } from "../training/RunsTable.tsx";

export function RecentRuns(
  { runs, projectId, mayTrain }: { runs: QueryState<Page<TrainingRun>>; projectId: string; mayTrain: boolean },
) {
  const items = runs.data?.items ?? [];
  return (
    <Card
      title="Recent runs"
      flush
      actions={items.length > 0 && (
        <ButtonLink to={`/projects/${projectId}/training`} kind="ghost" size="s">All runs</ButtonLink>
      )}
    >
      {runs.error && !runs.data
        ? <ErrorState error={runs.error} onRetry={() => void runs.refresh()} />
        : !runs.data
        ? (
          <div className="card-body">
            <SkeletonRows count={3} />
          </div>
        )
        : items.length === 0
        ? (
          <div className="card-body row">
            <p className="muted grow">No training run yet. A run learns from a dataset version.</p>
            {mayTrain && (
              <ButtonLink to={`/projects/${projectId}/datasets`} size="s">
                Make a dataset version
              </ButtonLink>
            )}
          </div>
        )
        : <RunsTable runs={items} />}
    </Card>
  );
}
