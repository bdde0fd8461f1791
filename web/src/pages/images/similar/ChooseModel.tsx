import type { Id } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { buildPath } from "../../../app/router.ts";

/** Why nothing can be found yet, and where that is changed. */
export function ChooseModel({ projectId }: { projectId: Id }) {
  return (
    <p className="muted">
      Similar images are found by a model that describes each of them. None is chosen for this project yet:{" "}
      <Link to={buildPath("/projects/:id/curate/:tab", { id: projectId, tab: "embeddings" })}>
        choose one under Curate
      </Link>.
    </p>
  );
}
