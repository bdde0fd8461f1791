import { useEffect, useMemo, useState } from "react";
import type { Id, Label, Tag } from "../../../api/types.ts";
import { useAll } from "../../../api/useAll.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { atLeast, useProject } from "../../../app/project.ts";
import { buildPath, navigate } from "../../../app/router.ts";
import { useTheme } from "../../../app/theme.ts";
import { plural } from "../../../lib/format.ts";
import { Empty, ErrorState, Skeleton } from "../../../ui/index.ts";
import { BulkProgress } from "../../images/bulk/BulkProgress.tsx";
import { TagsDialog } from "../../images/bulk/TagsDialog.tsx";
import { useBulk } from "../../images/bulk/useBulk.ts";
import { all, cleared, noSelection } from "../../images/grid/selection.ts";
import { ImageList } from "../../images/ImageList.ts";
import { BulkBar } from "../../images/parts/BulkBar.tsx";
import type { CurateProps } from "../tabs.tsx";
import { Chosen } from "./Chosen.tsx";
import { ColourChoice } from "./ColourChoice.tsx";
import { coloursOf, rgbOf, tintsOf } from "./colours.ts";
import { MapBar } from "./MapBar.tsx";
import { Places } from "./scatter/places.ts";
import { type How, ScatterPlot } from "./ScatterPlot.tsx";
import { useColouring } from "./useColouring.ts";
import { useMap } from "./useMap.ts";

/** All images as points: alike ones lie together. A loop around some selects them. */
export default function MapTab({ projectId, selection, onSelection }: CurateProps) {
  const role = useProject().data?.role;
  const colouring = useColouring(projectId);
  const { state, points, colours, feed, make, table } = useMap(projectId, colouring.query);
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const tags = useAll<Tag>(`/api/projects/${projectId}/tags`);
  const list = useMemo(
    () => new ImageList({}, () => Promise.resolve({ items: [], next_cursor: null, total: null })),
    [],
  );
  const bulk = useBulk(list, projectId);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [cursor, setCursor] = useState(-1);
  const [tagging, setTagging] = useState(false);
  const theme = useTheme().resolved;
  const data = colours.data?.classes.length === table.ids.length ? colours.data : undefined;
  useEffect(() => setHidden(new Set()), [colouring.query]);

  const classes = data?.classes ?? [];
  const isShown = useMemo(
    () => (index: number) => (classes[index] ?? -1) >= 0 && !hidden.has(classes[index]!),
    [data, hidden],
  );
  const places = useMemo(() => new Places(table.x, table.y, isShown), [table, isShown]);
  const fills = useMemo(() => data ? coloursOf(data, theme) : [], [data, theme]);
  const chosen = useMemo(
    () => [...selection.ids].filter((id) => (classes[table.places.get(id) ?? -1] ?? -1) >= 0),
    [selection.ids, data, table],
  );
  const tints = useMemo(() => {
    const isChosen = (index: number) => selection.ids.has(table.ids[index]!);
    return tintsOf(classes, fills.map(rgbOf), isShown, chosen.length > 0 ? isChosen : null);
  }, [data, fills, isShown, selection.ids, chosen.length, table]);

  const choose = (indices: readonly number[], how: How) => {
    const ids = new Set<Id>(how === "replace" ? [] : chosen);
    for (const index of indices) how === "remove" ? ids.delete(table.ids[index]!) : ids.add(table.ids[index]!);
    onSelection(all(selection, ids));
  };
  const toggle = (index: number) => choose([index], selection.ids.has(table.ids[index]!) ? "remove" : "add");
  const every = (wanted: (index: number) => boolean) => table.ids.flatMap((_, index) => wanted(index) ? [index] : []);
  const open = (index: number) =>
    navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: table.ids[index]! }));
  const may = {
    label: atLeast(role, "annotator"),
    review: atLeast(role, "reviewer"),
    manage: atLeast(role, "manager"),
  };
  const after = () => void colours.refresh();
  useKeys({
    "grid.selectAll": () => data ? choose(every(isShown), "replace") : false,
    "grid.clear": () => chosen.length > 0 ? onSelection(cleared(selection)) : false,
    "grid.delete": () => {
      if (!may.manage || chosen.length === 0) return false;
      void bulk.run({ ids: chosen }, { action: "bin" }).then(() => onSelection(noSelection)).then(after);
    },
  });

  const failed = state.error && !state.data ? state : points.error && !points.data ? points : null;
  if (failed?.error) return <ErrorState error={failed.error} onRetry={() => void failed.refresh()} />;
  if (!state.data) {
    return (
      <div className="map-side">
        <Skeleton lines={[60, 90, 90, 60, 90, 90]} />
      </div>
    );
  }
  const nameOf = (index: number) => data?.legend[classes[index] ?? -1]?.name ?? "";
  return (
    <div className="map">
      <MapBar state={state.data} progress={feed.progress} make={make} mayMake={may.label} />
      {state.data.version === null
        ? (
          <Empty icon="map" title={state.data.job_id ? "The map is being made" : "No map yet"}>
            {state.data.job_id
              ? "First each image is described, then images that look alike are put next to each other."
              : "A map puts images that look alike next to each other: whole groups are seen, selected and labelled at once."}
          </Empty>
        )
        : (
          <div className="map-body">
            <div className="map-main">
              <ScatterPlot
                places={places}
                tints={tints}
                label={`Map of ${
                  plural(state.data.point_count, "image")
                }. Arrows go from point to point, X selects, Enter opens.`}
                cursor={cursor}
                describe={(index) =>
                  `Image ${index + 1} of ${table.ids.length}, ${nameOf(index)}${
                    selection.ids.has(table.ids[index]!) ? ", selected" : ""
                  }`}
                card={(index) => (
                  <>
                    <img className="thumb" src={`/api/images/${table.ids[index]}/thumbnail`} alt="" />
                    <span className="truncate small">{nameOf(index)}</span>
                  </>
                )}
                onCursor={setCursor}
                onChoose={choose}
                onToggle={toggle}
                onOpen={open}
              />
              {chosen.length > 0 && (
                <BulkBar
                  projectId={projectId}
                  list={list}
                  query={{}}
                  selection={{ ...selection, ids: new Set(chosen) }}
                  everything={null}
                  tags={tags.data ?? []}
                  labels={labels.data ?? []}
                  bin={false}
                  may={may}
                  bulk={{ ...bulk, run: (target, change) => bulk.run(target, change).then((done) => (after(), done)) }}
                  onSelection={onSelection}
                  onEverything={() => choose(every(isShown), "replace")}
                  onTags={() => setTagging(true)}
                />
              )}
              {bulk.jobs.map((job) => (
                <BulkProgress key={job.id} operation={job} onEnd={(ended) => (bulk.ended(ended), after())} />
              ))}
            </div>
            <aside className="map-side" aria-label="Map">
              <ColourChoice
                colouring={colouring}
                colours={colours}
                data={data}
                fills={fills}
                hidden={hidden}
                onHidden={setHidden}
                onChoose={(place, adds) => choose(every((index) => classes[index] === place), adds ? "add" : "replace")}
              />
              <section className="stack" aria-label="Selection">
                <h2>
                  Selected <span className="num muted">{chosen.length > 0 && chosen.length}</span>
                </h2>
                <Chosen projectId={projectId} ids={chosen} />
              </section>
            </aside>
          </div>
        )}
      {tagging && <TagsDialog projectId={projectId} onClose={() => setTagging(false)} />}
    </div>
  );
}
