import type { Id } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { buildPath } from "../../../app/router.ts";
import { count } from "../../../lib/format.ts";

/** Pictures shown of a selection. */
const shown = 120;

/** The images that are selected, small. */
export function Chosen({ projectId, ids }: { projectId: Id; ids: readonly Id[] }) {
  if (ids.length === 0) {
    return (
      <p className="muted small">
        Draw a loop around points, or choose a name above. Shift adds to the selection, Alt takes away.
      </p>
    );
  }
  return (
    <>
      <ul className="map-chosen" aria-label="Selected images">
        {ids.slice(0, shown).map((id, index) => (
          <li key={id}>
            <Link
              to={buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: id })}
              aria-label={`Open selected image ${index + 1}`}
            >
              <img className="thumb" src={`/api/images/${id}/thumbnail`} alt="" loading="lazy" decoding="async" />
            </Link>
          </li>
        ))}
      </ul>
      {ids.length > shown && <p className="small muted num">and {count(ids.length - shown)} more</p>}
    </>
  );
}
