import type { Id, Page, SimilarImage } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { Link } from "../../../app/Link.tsx";
import { buildPath } from "../../../app/router.ts";
import { Notice } from "../../../ui/index.ts";
import { Thumbnail } from "../parts/Thumbnail.tsx";
import { ChooseModel } from "./ChooseModel.tsx";

/** The images that are most like one, in a row; the last link shows more of them in the grid. */
export function SimilarStrip({ projectId, imageId, limit = 12 }: { projectId: Id; imageId: Id; limit?: number }) {
  const found = useQuery<Page<SimilarImage>>(`/api/images/${imageId}/similar`, { query: { limit }, freshMs: 30_000 });
  if (found.data === undefined && found.error) {
    if (found.error.status === 409) return <ChooseModel projectId={projectId} />;
    return <Notice kind="bad" title={found.error.title}>{found.error.problem.detail}</Notice>;
  }
  if (found.data === undefined) {
    return (
      <div className="similar-strip" role="status" aria-label="Looking for similar images">
        {Array.from({ length: 4 }, (_, i) => <span key={i} className="similar-shot similar-wait" />)}
      </div>
    );
  }
  if (found.data.items.length === 0) return <p className="muted">No other image of this project is described yet.</p>;
  return (
    <ul className="similar-strip" aria-label="Similar images">
      {found.data.items.map(({ image, similarity }) => (
        <li key={image.id}>
          <Link
            className="similar-shot"
            to={buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id })}
            aria-label={`${image.filename}, similarity ${similarity.toFixed(2)}`}
            data-tip={`${image.filename} · ${similarity.toFixed(2)}`}
          >
            <Thumbnail image={image} fit="cover" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          className="similar-shot similar-more"
          to={`${buildPath("/projects/:id/images", { id: projectId })}?similar=${imageId}`}
        >
          All
        </Link>
      </li>
    </ul>
  );
}
