import { useMemo, useState } from "react";
import type { MeasureAnswer, ProjectQuality } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation, useQuery } from "../../../api/hooks.ts";
import { Link } from "../../../app/Link.tsx";
import { atLeast, useProject } from "../../../app/project.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { count, plural } from "../../../lib/format.ts";
import { Button, Empty, ErrorState, Progress, Select, Skeleton } from "../../../ui/index.ts";
import { filterSearch, queryOf, sorts } from "../../images/filter/filter.ts";
import { flagNames, isMetric, metricNames, worstFirst, worstSort } from "../../images/filter/quality.ts";
import { Tokens } from "../../images/filter/Tokens.tsx";
import { CurateGrid } from "../CurateGrid.tsx";
import type { CurateProps } from "../tabs.tsx";
import { type Brush, BrushHistogram } from "./BrushHistogram.tsx";
import { boundsOf, brushOf } from "./range.ts";

const qualitySorts = metricNames.flatMap(worstFirst);

/** How good the pictures are: histograms to choose from on the left, the images that are meant on the right, worst first. */
export default function QualityTab({ projectId, selection, onSelection }: CurateProps) {
  const project = useProject();
  const [waiting, setWaiting] = useState(false);
  const quality = useQuery<ProjectQuality>(`/api/projects/${projectId}/quality`, {
    freshMs: 2000,
    everyMs: waiting ? 2000 : undefined,
  });
  const measure = useMutation(() => api.post<MeasureAnswer>(`/api/projects/${projectId}/quality`, {}));
  const { query } = useLocation();
  // While the pointer drags: not in the URL yet.
  const [dragged, setDragged] = useState<{ name: string; brush: Brush | null } | null>(null);
  const data = quality.data;
  const isUnderWay = data !== undefined && (data.job_id !== null || data.measured + data.failed < data.images);
  if (isUnderWay !== waiting) setWaiting(isUnderWay);
  const known = data?.metrics.filter((metric) => metric.count > 0) ?? [];
  const wanted = query.get("sort");
  const sort = wanted && sorts.some((one) => one.value === wanted)
    ? wanted
    : known[0] && isMetric(known[0].name)
    ? worstSort(known[0].name)
    : null;
  const search = filterSearch(query);
  const asked = useMemo(() => ({ ...queryOf(new URLSearchParams(search)), bin: undefined, sort: sort ?? "filename" }), [
    search,
    sort,
  ]);
  if (quality.error && !data) return <ErrorState error={quality.error} onRetry={quality.refresh} />;
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
        Each image is measured when it arrives.
      </Empty>
    );
  }
  const flag = query.get("flag");
  const left = data.images - data.measured - data.failed;
  return (
    <div className="quality">
      <aside className="quality-side" aria-label="Quality">
        {left > 0 && (
          <div className="stack" role="status">
            <span>
              {data.job_id ? <Link to={`/jobs/${data.job_id}`}>Measuring</Link> : "Not measured"}:{" "}
              <span className="num">{count(left)}</span> of {plural(data.images, "image")} left
            </span>
            {data.job_id
              ? <Progress value={1 - left / data.images} label="Measuring" />
              : atLeast(project.data?.role, "manager") && (
                <div>
                  <Button
                    size="s"
                    busy={measure.busy}
                    onClick={() => void measure.run().then(() => quality.refresh())}
                  >
                    Measure them
                  </Button>
                </div>
              )}
          </div>
        )}
        {data.failed > 0 && (
          <p className="small muted">
            {plural(data.failed, "image")} cannot be decoded and {data.failed === 1 ? "has" : "have"} no measures.
          </p>
        )}
        <section className="stack" aria-label="Looks">
          <h2>Looks</h2>
          <div className="quality-flags">
            {data.flags.map((one) => (
              <button
                key={one.flag}
                type="button"
                aria-pressed={flag === one.flag}
                data-tip={one.meaning}
                onClick={() => setQuery({ flag: flag === one.flag ? null : one.flag }, true)}
              >
                <span>{flagNames[one.flag]}</span>
                <span className="num muted">{count(one.images)}</span>
              </button>
            ))}
          </div>
        </section>
        <section className="stack-wide" aria-label="Measures">
          <h2>Measures</h2>
          {known.map((metric) => (
            <BrushHistogram
              key={metric.name}
              metric={metric}
              brush={dragged?.name === metric.name ? dragged.brush : brushOf(metric, query)}
              sorted={sort?.replace("-", "") === metric.name}
              onSort={() => isMetric(metric.name) && setQuery({ sort: worstSort(metric.name) })}
              onBrush={(brush, done) => {
                setDragged(done ? null : { name: metric.name, brush });
                if (done) setQuery(boundsOf(metric, brush), false);
              }}
            />
          ))}
          {known.length === 0 && <p className="muted">Nothing is measured yet.</p>}
        </section>
      </aside>
      <CurateGrid
        projectId={projectId}
        asked={asked}
        selection={selection}
        onSelection={onSelection}
        head={(total) => (
          <div className="filter-bar" role="toolbar" aria-label="Images">
            <div className="filter-left">
              <Tokens context={{ labels: [], tags: [] }} />
            </div>
            <div className="filter-right">
              <span className="num muted filter-count" role="status">{total !== null && plural(total, "image")}</span>
              <Select
                aria-label="Order"
                className="select-auto"
                value={sort ?? "filename"}
                onChange={(event) => setQuery({ sort: event.target.value })}
                options={sort && qualitySorts.some((one) => one.value === sort)
                  ? qualitySorts
                  : [...sorts.filter((one) => one.value === (sort ?? "filename")), ...qualitySorts]}
              />
            </div>
          </div>
        )}
      />
    </div>
  );
}
