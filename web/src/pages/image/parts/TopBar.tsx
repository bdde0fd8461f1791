import type { Image, Project } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { setQuery, useLocation, useQueryParam } from "../../../app/router.ts";
import { count } from "../../../lib/format.ts";
import { Icon, IconButton } from "../../../ui/index.ts";
import { filterSearch } from "../../images/filter/filter.ts";
import type { ImageList } from "../../images/ImageList.ts";
import type { Neighbours } from "../useNeighbours.ts";
import { LiveContext } from "../live/context.ts";
import type { Live } from "../live/Live.ts";
import { People } from "../live/People.tsx";
import { ImageState } from "./ImageState.tsx";

/** Where one is, previous and next, how far the image is, and what is shown beside it. */
export function TopBar(
  { projectId, project, image, list, neighbours, live }: {
    projectId: string;
    project: Project | undefined;
    image: Image | undefined;
    list: ImageList;
    neighbours: Neighbours;
    live: Live | null;
  },
) {
  const { query } = useLocation();
  const [panel] = useQueryParam("panel", "objects");
  const [film] = useQueryParam("film", "show");
  return (
    <header className="work-top">
      <Link
        to={`/projects/${projectId}/images${filterSearch(query)}`}
        className="btn btn-ghost btn-m btn-icon"
        aria-label="Back to the images"
        data-tip="Back to the images"
      >
        <Icon name="arrowLeft" />
      </Link>
      <div className="work-name">
        <span className="truncate muted work-project">{project?.name}</span>
        <span className="work-slash" aria-hidden="true">/</span>
        <strong className="truncate" data-tip={image?.filename}>{image?.filename ?? "…"}</strong>
      </div>
      <Steps list={list} neighbours={neighbours} />
      <span className="grow" />
      {live && (
        <LiveContext.Provider value={live}>
          <People />
        </LiveContext.Provider>
      )}
      {image && project && !query.get("layer") && (
        <ImageState
          image={image}
          project={project}
          onReviewed={query.get("queue") === "review" ? () => void neighbours.open(neighbours.next) : undefined}
        />
      )}
      <span className="work-toggles row">
        <IconButton
          label={film === "hide" ? "Show the filmstrip" : "Hide the filmstrip"}
          icon="panelBottom"
          onClick={() => setQuery({ film: film === "hide" ? null : "hide" })}
        />
        <IconButton
          label={panel === "none" ? "Show the panel" : "Hide the panel"}
          icon="panelRight"
          onClick={() => setQuery({ panel: panel === "none" ? null : "none" })}
        />
      </span>
    </header>
  );
}

function Steps({ list, neighbours }: { list: ImageList; neighbours: Neighbours }) {
  const { index, previous, next, open, outside } = neighbours;
  const total = list.total ?? (list.ended ? list.items.length : null);
  return (
    <nav className="row work-steps" aria-label="Images">
      <IconButton
        label="Previous image"
        icon="chevronLeft"
        size="s"
        keys="image.previous"
        disabled={!previous}
        onClick={() => open(previous)}
      />
      <span className="num muted" data-tip={outside ? "This image is not in the filtered list" : undefined}>
        {index >= 0 ? count(index + 1) : "–"} / {total === null ? "…" : count(total)}
      </span>
      <IconButton
        label="Next image"
        icon="chevronRight"
        size="s"
        keys="image.next"
        disabled={!next}
        onClick={() => open(next)}
      />
    </nav>
  );
}
