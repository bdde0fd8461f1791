import { unknownColour } from "../../canvas/paint/colour.ts";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Image, Label, Tag } from "../../api/types.ts";
import { useAll } from "../../api/useAll.ts";
import { useKeys } from "../../app/keyboard.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { buildPath, navigate, setQuery, useLocation, useParams, useTitle } from "../../app/router.ts";
import { ErrorState } from "../../ui/index.ts";
import { moveToBin } from "./bulk.ts";
import { FilterBar } from "./filter/FilterBar.tsx";
import { filterSearch, queryOf, tokensOf } from "./filter/filter.ts";
import { densities, type Density } from "./grid/layout.ts";
import { all, cleared, kept, noSelection, type Selection, toggled } from "./grid/selection.ts";
import { type GridHandle, ImageGrid } from "./grid/ImageGrid.tsx";
import { imageList, useImageList } from "./lists.ts";
import { BulkBar } from "./parts/BulkBar.tsx";
import { GridSkeleton } from "./parts/GridSkeleton.tsx";
import { NoImages } from "./parts/NoImages.tsx";
import { QuickLook } from "./parts/QuickLook.tsx";
import { DropTarget } from "./upload/DropTarget.tsx";
import { UploadReport } from "./upload/UploadReport.tsx";
import { usePicker, useUpload } from "./upload/useUpload.ts";
import { useShapes } from "./useShapes.ts";
import { usePreference } from "./usePreference.ts";

const isDensity = (text: string): text is Density => densities.some((density) => density === text);

/** Every image of a project: look, filter, select, upload. */
export default function ImagesPage() {
  const { id: projectId } = useParams() as { id: string };
  const project = useProject();
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const tags = useAll<Tag>(`/api/projects/${projectId}/tags`);
  const { query } = useLocation();
  const search = filterSearch(query);
  const bin = query.get("bin") === "true";
  const list = useImageList(
    useMemo(() => imageList(projectId, queryOf(new URLSearchParams(search))), [projectId, search]),
  );
  const [chosen, setSelection] = useState<Selection>(noSelection);
  const [densityText, setDensity] = usePreference("density", "medium");
  const density: Density = isDensity(densityText) ? densityText : "medium";
  const [drawLabels, setDrawLabels] = usePreference("labels", "off");
  const [shown, setShown] = useState<readonly Image[]>([]);
  const [looking, setLooking] = useState(false);
  const grid = useRef<GridHandle>(null);
  const { queue, state: uploads } = useUpload(projectId, list);
  const picker = usePicker(queue);
  const role = project.data?.role;
  const may = {
    label: atLeast(role, "annotator"),
    review: atLeast(role, "reviewer"),
    manage: atLeast(role, "manager"),
  };
  const selection = useMemo(() => kept(chosen, (id) => list.indexOf(id) >= 0), [chosen, list.version]);
  const shapes = useShapes(projectId, shown, drawLabels === "on");
  const colours = useMemo(() => new Map((labels.data ?? []).map((label) => [label.id, label.color])), [labels.data]);
  const colorOf = useCallback((labelId: string) => colours.get(labelId) ?? unknownColour, [colours]);
  const filters = tokensOf(query, { labels: labels.data ?? [], tags: tags.data ?? [] });
  useTitle(bin ? "Bin" : "Images", project.data?.name);

  const open = (image: Image | undefined) => {
    if (image) navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id }) + search);
  };
  const focusedImage = () => list.at(selection.focus);
  const step = (direction: "left" | "right" | "up" | "down") => () => grid.current?.step(direction, false);
  const remove = () => void moveToBin(list, projectId, [...selection.ids]).then(() => setSelection(noSelection));
  useKeys({
    "grid.left": step("left"),
    "grid.right": step("right"),
    "grid.up": step("up"),
    "grid.down": step("down"),
    "grid.extendLeft": () => grid.current?.step("left", true),
    "grid.extendRight": () => grid.current?.step("right", true),
    "grid.extendUp": () => grid.current?.step("up", true),
    "grid.extendDown": () => grid.current?.step("down", true),
    "grid.open": () => focusedImage() ? open(focusedImage()) : false,
    "grid.quicklook": () => focusedImage() ? setLooking(true) : false,
    "grid.select": () =>
      selection.focus >= 0 ? setSelection(toggled(selection, selection.focus, (i) => list.at(i)?.id)) : false,
    "grid.selectAll": () => setSelection(all(selection, list.items.map((image) => image.id))),
    "grid.clear": () => selection.ids.size > 0 ? setSelection(cleared(selection)) : false,
    "grid.delete": () => may.manage && !bin && selection.ids.size > 0 ? remove() : false,
    "grid.labels": () => setDrawLabels(drawLabels === "on" ? "off" : "on"),
    "grid.density": () => setDensity(densities[(densities.indexOf(density) + 1) % densities.length]!),
    "grid.upload": () => may.label ? picker.open() : false,
    search: () => document.querySelector<HTMLInputElement>("[data-image-search]")?.focus(),
  }, { enabled: !looking });

  return (
    <DropTarget disabled={!may.label} onFiles={(files) => queue.add(files)}>
      <div className="images">
        <h1 className="sr-only">{bin ? "Bin" : "Images"}</h1>
        {picker.input}
        <FilterBar
          list={list}
          labels={labels.data ?? []}
          tags={tags.data ?? []}
          bin={bin}
          density={density}
          onDensity={setDensity}
          drawLabels={drawLabels === "on"}
          onDrawLabels={(on) => setDrawLabels(on ? "on" : "off")}
          onUpload={may.label ? picker.open : undefined}
        />
        {list.error && list.items.length === 0
          ? <ErrorState error={list.error} onRetry={() => void list.refresh()} />
          : !list.loaded
          ? <GridSkeleton density={density} />
          : list.items.length === 0
          ? (
            <NoImages
              filtered={filters.length > 0}
              bin={bin}
              onUpload={may.label ? picker.open : undefined}
              onClear={() => setQuery(Object.fromEntries(filters.map(({ name }) => [name, null])), true)}
            />
          )
          : (
            <ImageGrid
              handle={grid}
              list={list}
              density={density}
              selection={selection}
              onSelection={setSelection}
              onOpen={open}
              onShown={setShown}
              hrefOf={(image) =>
                buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id }) + search}
              shapesOf={shapes}
              colorOf={colorOf}
            />
          )}
        {selection.ids.size > 0 && (
          <BulkBar
            projectId={projectId}
            list={list}
            selection={selection}
            tags={tags.data ?? []}
            bin={bin}
            may={may}
            onSelection={setSelection}
          />
        )}
        <UploadReport queue={queue} state={uploads} projectId={projectId} />
        {looking && (
          <QuickLook
            list={list}
            index={selection.focus}
            shapesOf={shapes}
            colorOf={colorOf}
            onIndex={(index) => grid.current?.focus(index)}
            onOpen={open}
            onClose={() => setLooking(false)}
          />
        )}
      </div>
    </DropTarget>
  );
}
