import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useQuery } from "../../../api/hooks.ts";
import type { ProjectCoverage } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { atLeast, useProject } from "../../../app/project.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { plural } from "../../../lib/format.ts";
import { Empty, ErrorState, Select, Skeleton } from "../../../ui/index.ts";
import { coverageSorts } from "../../images/filter/coverage.ts";
import { filterSearch, queryOf, sorts, tokensOf } from "../../images/filter/filter.ts";
import { Tokens } from "../../images/filter/Tokens.tsx";
import type { ImageList } from "../../images/ImageList.ts";
import { noSelection } from "../../images/grid/selection.ts";
import { CurateGrid } from "../CurateGrid.tsx";
import { type Brush, BrushHistogram } from "../quality/BrushHistogram.tsx";
import { boundsOf, brushOf } from "../quality/range.ts";
import type { CurateProps } from "../tabs.tsx";
import { CountBar } from "./CountBar.tsx";
import { LabelFirstForm } from "./LabelFirstForm.tsx";
import { picksOf, wantedOf } from "./picks.ts";

/** How well images cover what there is: which to label first, which stand alone, which stand for many. */
export default function CoverageTab({ projectId, selection, onSelection }: CurateProps) {
  const project = useProject();
  const state = useQuery<ProjectCoverage>(`/api/projects/${projectId}/coverage`, { freshMs: 2000, everyMs: 10_000 });
  const { query } = useLocation();
  // While the pointer drags: not in the URL yet.
  const [dragged, setDragged] = useState<{ name: string; brush: Brush | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const data = state.data;
  const known = data?.metrics.filter((metric) => metric.count > 0) ?? [];
  const named = query.get("sort");
  const sort = named && sorts.some((one) => one.value === named)
    ? named
    : known.length > 0
    ? "-uniqueness"
    : "filename";
  const search = filterSearch(query);
  const asked = useMemo(() => ({ ...queryOf(new URLSearchParams(search)), bin: undefined, sort }), [search, sort]);
  const value = wantedOf(query.get("first") ?? "");
  const wanted = typeof value === "number" ? value : null;
  const picks = useMemo(() => wanted === null ? null : picksOf(projectId, wanted, asked), [projectId, wanted, asked]);
  useSyncExternalStore((listener) => picks?.list.listen(listener) ?? (() => {}), () => picks?.list.version);
  // An address with a choice in it makes it.
  useEffect(() => {
    if (picks && !picks.list.loaded && data && data.embedded > 0) void picks.list.reach(0);
  }, [picks, data !== undefined]);
  // What was just picked is selected once the grid shows it: a grid that gets another list keeps the selection it knows.
  const fresh = useRef<ImageList | null>(null);
  useEffect(() => {
    if (busy || !picks || fresh.current !== picks.list) return;
    fresh.current = null;
    onSelection({ ...noSelection, ids: new Set(picks.list.items.map((image) => image.id)) });
  }, [picks, busy]);
  if (state.error && !data) return <ErrorState error={state.error} onRetry={state.refresh} />;
  if (!data) {
    return (
      <div className="quality-side">
        <Skeleton lines={[60, 90, 90, 60, 90, 90]} />
      </div>
    );
  }
  if (data.images === 0) {
    return (
      <Empty
        icon="images"
        title="No images yet"
        action={<Link className="btn btn-primary" to={`/projects/${projectId}/images`}>Add images</Link>}
      >
        Which to label first is told by what they look like.
      </Empty>
    );
  }
  if (data.embedder_name === null || data.embedded === 0) {
    return (
      <Empty
        icon="curate"
        title="The images are not described yet"
        action={
          <Link className="btn btn-primary" to={`/projects/${projectId}/curate/embeddings`}>Go to Embeddings</Link>
        }
      >
        A model describes each image; what is unique and what stands for many is told by that.
      </Empty>
    );
  }
  const mayLabel = atLeast(project.data?.role, "annotator");
  const pick = async (count: number) => {
    const next = picksOf(projectId, count, asked);
    setBusy(true);
    // What goes wrong is kept by the list and shown from there.
    await (next.list.loaded ? next.list.refresh() : next.list.reach(0));
    if (!next.list.error) fresh.current = next.list;
    setBusy(false);
    setQuery({ first: String(count) });
  };
  const filtered = tokensOf(query, { labels: [], tags: [] }).length > 0;
  return (
    <div className="quality">
      <aside className="quality-side" aria-label="Coverage">
        {mayLabel && (
          <LabelFirstForm
            wanted={wanted}
            filtered={filtered}
            answer={picks?.answer()}
            busy={busy}
            error={picks?.list.error ?? null}
            onPick={(count) => void pick(count)}
            onAll={() => {
              onSelection(noSelection);
              setQuery({ first: null });
            }}
          />
        )}
        <section className="stack-wide" aria-label="Among the others">
          <div className="stack">
            <h2>Among the others</h2>
            <CountBar projectId={projectId} state={data} mayCount={mayLabel} onChange={() => void state.refresh()} />
          </div>
          {known.map((metric) => (
            <BrushHistogram
              key={metric.name}
              metric={metric}
              brush={dragged?.name === metric.name ? dragged.brush : brushOf(metric, query)}
              sorted={sort === `-${metric.name}`}
              onSort={() => setQuery({ sort: `-${metric.name}`, first: null })}
              onBrush={(brush, done) => {
                setDragged(done ? null : { name: metric.name, brush });
                if (done) setQuery({ ...boundsOf(metric, brush), first: null }, false);
              }}
            />
          ))}
        </section>
      </aside>
      <CurateGrid
        projectId={projectId}
        asked={asked}
        chosen={picks?.list}
        selection={selection}
        onSelection={onSelection}
        head={(total) => (
          <div className="filter-bar" role="toolbar" aria-label="Images">
            <div className="filter-left">
              <Tokens context={{ labels: [], tags: [] }} />
            </div>
            <div className="filter-right">
              <span className="num muted filter-count" role="status">
                {total !== null && (picks ? `${plural(total, "image")} to label first` : plural(total, "image"))}
              </span>
              {!picks && (
                <Select
                  aria-label="Order"
                  className="select-auto"
                  value={sort}
                  onChange={(event) => setQuery({ sort: event.target.value })}
                  options={coverageSorts.some((one) => one.value === sort)
                    ? coverageSorts
                    : [...sorts.filter((one) => one.value === sort), ...coverageSorts]}
                />
              )}
            </div>
          </div>
        )}
      />
    </div>
  );
}
