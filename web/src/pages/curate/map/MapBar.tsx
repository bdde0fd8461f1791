import type { EmbeddingMap } from "../../../api/types.ts";
import type { ApiError } from "../../../api/error.ts";
import { Link } from "../../../app/Link.tsx";
import { count, plural } from "../../../lib/format.ts";
import { Ago, Button, Notice, Progress } from "../../../ui/index.ts";

const methods = { pca: "principal components", tsne: "t-SNE" };

/** What the map shows, what it lacks, and the way to make it anew. */
export function MapBar(
  { state, progress, make, mayMake }: {
    state: EmbeddingMap;
    /** of the job, 0...1 */
    progress: number | null;
    make: { run: () => Promise<unknown>; busy: boolean; error: ApiError | null };
    mayMake: boolean;
  },
) {
  return (
    <div className="map-bar">
      {state.version !== null && (
        <span className="muted" role="status">
          <span className="num">{plural(state.point_count, "image")}</span> by {methods[state.method ?? "tsne"]} of{" "}
          {state.model_name}, <Ago time={state.made_at!} />
          {state.new_count > 0 && <span className="num">; {plural(state.new_count, "new image")} not on it</span>}
          {state.laid_out_count < state.point_count &&
            <span className="num">; {count(state.laid_out_count)} laid out, the others among them</span>}
        </span>
      )}
      <span className="grow" />
      {state.job_id && (
        <span className="map-progress">
          <Progress value={progress} label="Making the map" />
          <Link to={`/jobs/${state.job_id}`}>Follow the job</Link>
        </span>
      )}
      {mayMake && (
        <Button
          size={state.version === null ? undefined : "s"}
          icon="map"
          kind={state.version === null || state.new_count > 0 ? "primary" : undefined}
          busy={make.busy}
          disabled={state.job_id !== null}
          onClick={() => void make.run()}
        >
          {state.version === null ? "Make the map" : "Make it anew"}
        </Button>
      )}
      {make.error && <Notice kind="bad" title={make.error.title}>{make.error.problem.detail}</Notice>}
    </div>
  );
}
