import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import type { Job, ProjectCoverage } from "../../../api/types.ts";
import { useJobFeed } from "../../../api/useJobFeed.ts";
import { Link } from "../../../app/Link.tsx";
import { plural } from "../../../lib/format.ts";
import { Ago, Button, Notice, Progress } from "../../../ui/index.ts";

/** Whether the values are there and still hold, and the button that counts. */
export function CountBar(
  { projectId, state, mayCount, onChange }: {
    projectId: string;
    state: ProjectCoverage;
    mayCount: boolean;
    onChange: () => void;
  },
) {
  const { feed } = useJobFeed(state.job_id, state.job_id !== null, onChange);
  const start = useMutation(() => api.post<Job>(`/api/projects/${projectId}/coverage`), { done: onChange });
  if (state.job_id) {
    return (
      <div className="stack" role="status">
        <span>
          <Link to={`/jobs/${state.job_id}`}>Counting</Link> over {plural(state.embedded, "image")}
        </span>
        <Progress value={feed.progress ?? 0} label="Counting" />
      </div>
    );
  }
  const lacking = state.images - state.embedded;
  return (
    <div className="stack">
      {lacking > 0 && <p className="muted small">{plural(lacking, "image")} not described yet and left out.</p>}
      {state.counted_at === null ? <p className="muted">Not counted yet.</p> : state.is_stale
        ? (
          <p role="status">
            Images or the model changed since this was counted <Ago time={state.counted_at} />.
          </p>
        )
        : (
          <p className="muted small">
            {plural(state.counted, "image")} counted <Ago time={state.counted_at} /> by {state.embedder_name}
            {state.is_exact ? "" : ", with nearly the nearest neighbours"}.
          </p>
        )}
      {mayCount && (state.counted_at === null || state.is_stale) && state.embedded > 0 && (
        <div>
          <Button size="s" busy={start.busy} onClick={() => void start.run()}>
            {state.counted_at === null ? "Count" : "Count again"}
          </Button>
        </div>
      )}
      {start.error && <Notice kind="bad" title={start.error.title}>{start.error.problem.detail}</Notice>}
    </div>
  );
}
