import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Id, Image, ImageCount, ImageQuery, Label, Member, Tag } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { useAll } from "../../api/useAll.ts";
import { useKeys } from "../../app/keyboard.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { buildPath, navigate, setQuery, useLocation } from "../../app/router.ts";
import { ErrorState, toast } from "../../ui/index.ts";
import { BulkProgress } from "../images/bulk/BulkProgress.tsx";
import { TagsDialog } from "../images/bulk/TagsDialog.tsx";
import { useBulk } from "../images/bulk/useBulk.ts";
import { filterSearch, tokensOf, without } from "../images/filter/filter.ts";
import { type GridHandle, ImageGrid } from "../images/grid/ImageGrid.tsx";
import { densities, type Density } from "../images/grid/layout.ts";
import { all, cleared, kept, noSelection, type Selection, toggled } from "../images/grid/selection.ts";
import type { ImageList } from "../images/ImageList.ts";
import { imageList, useImageList } from "../images/lists.ts";
import { BulkBar } from "../images/parts/BulkBar.tsx";
import { GridSkeleton } from "../images/parts/GridSkeleton.tsx";
import { NoImages } from "../images/parts/NoImages.tsx";
import { QuickLook } from "../images/parts/QuickLook.tsx";
import { usePreference } from "../images/usePreference.ts";

const noShapes = () => undefined;
const noColor = () => "";

/** The images of a query, with the page's shared selection and what can be done with it; `head` stands above the grid. */
export function CurateGrid(
  { projectId, asked, chosen: listed, selection: chosen, onSelection, head }: {
    projectId: Id;
    asked: ImageQuery;
    /** images that were chosen, instead of those that match: they stay what they are until somebody chooses anew */
    chosen?: ImageList;
    selection: Selection;
    onSelection: (selection: Selection) => void;
    head?: (total: number | null) => ReactNode;
  },
) {
  const project = useProject();
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const tags = useAll<Tag>(`/api/projects/${projectId}/tags`);
  const members = useAll<Member>(`/api/projects/${projectId}/members`, 60_000);
  const { query } = useLocation();
  const matching = useMemo(() => listed ?? imageList(projectId, asked), [projectId, asked, listed]);
  const list = useImageList(matching, listed ? Infinity : undefined);
  const bulk = useBulk(list, projectId);
  const [everythingOf, setEverythingOf] = useState<{ of: typeof list; count: number } | null>(null);
  const everything = everythingOf?.of === list ? everythingOf.count : null;
  const [densityText, setDensity] = usePreference("density", "medium");
  const density = densities.find((one) => one === densityText) ?? "medium" as Density;
  const [looking, setLooking] = useState(false);
  const [tagging, setTagging] = useState(false);
  const grid = useRef<GridHandle>(null);
  const selection = useMemo(() => kept(chosen, (id) => list.indexOf(id) >= 0), [chosen, list.version]);
  const setSelection = (next: Selection) => {
    setEverythingOf(null);
    onSelection(next);
  };
  // Another list: the keyboard begins anew, what is selected stays.
  useEffect(() => onSelection({ ...chosen, anchor: -1, focus: -1 }), [list]);
  const role = project.data?.role;
  const may = {
    label: atLeast(role, "annotator"),
    review: atLeast(role, "reviewer"),
    manage: atLeast(role, "manager"),
  };
  const context = { labels: labels.data ?? [], tags: tags.data ?? [], members: members.data ?? [] };
  const search = filterSearch(new URLSearchParams({ ...Object.fromEntries(query), sort: asked.sort ?? "" }));
  const hrefOf = (image: Image) =>
    buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id }) + search;
  const open = (image: Image | undefined) => {
    if (image) navigate(hrefOf(image));
  };
  const focused = () => list.at(selection.focus);
  const step = (direction: "left" | "right" | "up" | "down", extend = false) => () =>
    grid.current?.step(direction, extend);
  const selectEverything = async () => {
    onSelection(all(selection, list.items.map((image) => image.id)));
    if (list.ended) return;
    try {
      const { count } = await api.get<ImageCount>(`/api/projects/${projectId}/images/count`, { query: asked });
      setEverythingOf({ of: list, count });
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
  };
  useKeys({
    "grid.left": step("left"),
    "grid.right": step("right"),
    "grid.up": step("up"),
    "grid.down": step("down"),
    "grid.extendLeft": step("left", true),
    "grid.extendRight": step("right", true),
    "grid.extendUp": step("up", true),
    "grid.extendDown": step("down", true),
    "grid.open": () => focused() ? open(focused()) : false,
    "grid.quicklook": () => focused() ? setLooking(true) : false,
    "grid.select": () =>
      selection.focus >= 0 ? setSelection(toggled(selection, selection.focus, (i) => list.at(i)?.id)) : false,
    "grid.selectAll": () => void selectEverything(),
    "grid.clear": () => selection.ids.size > 0 ? setSelection(cleared(selection)) : false,
    "grid.delete": () => {
      if (!may.manage || selection.ids.size === 0) return false;
      if (everything !== null) return toast("All that match are selected: use Delete below.");
      void bulk.run({ ids: [...selection.ids] }, { action: "bin" }).then(() => setSelection(noSelection));
    },
    "grid.density": () => setDensity(densities[(densities.indexOf(density) + 1) % densities.length]!),
  }, { enabled: !looking });
  const tokens = tokensOf(query, context);
  return (
    <div className="curate-grid">
      {head?.(list.total ?? (list.ended ? list.items.length : null))}
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={() => void list.refresh()} />
        : !list.loaded
        ? <GridSkeleton density={density} />
        : list.items.length === 0
        ? (
          <NoImages
            filtered={tokens.length > 0}
            bin={false}
            onUpload={undefined}
            onClear={() => setQuery(without(tokens), true)}
          />
        )
        : (
          <ImageGrid
            handle={grid}
            list={list}
            density={density}
            selection={selection}
            everything={everything !== null}
            onSelection={setSelection}
            onOpen={open}
            onShown={() => {}}
            hrefOf={hrefOf}
            shapesOf={noShapes}
            colorOf={noColor}
          />
        )}
      {selection.ids.size > 0 && (
        <BulkBar
          projectId={projectId}
          list={list}
          query={asked}
          selection={selection}
          everything={everything}
          tags={context.tags}
          labels={context.labels}
          bin={false}
          may={may}
          bulk={bulk}
          onSelection={setSelection}
          onEverything={() => void selectEverything()}
          onTags={() => setTagging(true)}
        />
      )}
      {bulk.jobs.map((job) => <BulkProgress key={job.id} operation={job} onEnd={bulk.ended} />)}
      {tagging && <TagsDialog projectId={projectId} onClose={() => setTagging(false)} />}
      {looking && (
        <QuickLook
          projectId={projectId}
          list={list}
          index={selection.focus}
          shapesOf={noShapes}
          colorOf={noColor}
          onIndex={(index) => grid.current?.focus(index)}
          onOpen={open}
          onClose={() => setLooking(false)}
        />
      )}
    </div>
  );
}
