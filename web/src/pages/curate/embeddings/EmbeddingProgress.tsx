import type { EmbeddingState } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { count, plural } from "../../../lib/format.ts";
import { Button, Progress } from "../../../ui/index.ts";

/** How many images are described, and what became of the others. */
export function EmbeddingProgress(
  { state, fraction, mayStart, busy, onStart }: {
    state: EmbeddingState;
    /** of the job under way; null when none is, or it has not said yet */
    fraction: number | null;
    mayStart: boolean;
    busy: boolean;
    onStart: () => void;
  },
) {
  const { embedded_count: done, image_count: all, failed_count: failed, job_id: job } = state;
  const lacking = Math.max(0, all - done - failed);
  const share = all === 0 ? 1 : (done + failed) / all;
  const value = job ? Math.max(share, fraction === null ? 0 : 1 - (1 - fraction) * lacking / Math.max(all, 1)) : share;
  return (
    <div className="embedding-state stack">
      <div className="row">
        <strong className="grow">{state.model!.name}</strong>
        <span className="num muted" role="status">{count(done)} of {plural(all, "image")} described</span>
      </div>
      <Progress value={value} label="Images described" tone={!job && lacking === 0 ? "good" : undefined} />
      <div className="row small muted">
        <span className="grow">
          {job
            ? (
              <>
                A job describes the rest. <Link to={`/jobs/${job}`}>Follow it</Link>
              </>
            )
            : lacking > 0
            ? `${plural(lacking, "image")} still to describe.`
            : "New images are described as they come."}
          {failed > 0 && ` ${plural(failed, "image")} could not be read.`}
        </span>
        {mayStart && (lacking > 0 || failed > 0) && (
          <Button size="s" icon="play" busy={busy} onClick={onStart}>
            {lacking > 0 ? "Describe the rest" : "Try those again"}
          </Button>
        )}
      </div>
    </div>
  );
}
