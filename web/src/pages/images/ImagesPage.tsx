import { unknownColour } from "../../canvas/paint/colour.ts";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Image, ImageCount, Label, Member, Sequence, Tag } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { useAll } from "../../api/useAll.ts";
import { useKeys } from "../../app/keyboard.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { buildPath, navigate, setQuery, useLocation, useParams, useTitle } from "../../app/router.ts";
import { ErrorState, toast } from "../../ui/index.ts";
import { BulkProgress } from "./bulk/BulkProgress.tsx";
import { TagsDialog } from "./bulk/TagsDialog.tsx";
import { useBulk } from "./bulk/useBulk.ts";
import { FilterBar } from "./filter/FilterBar.tsx";
import { filterSearch, queryOf, tokensOf, without } from "./filter/filter.ts";
import { densities, type Density } from "./grid/layout.ts";
import { all, cleared, kept, noSelection, type Selection, toggled } from "./grid/selection.ts";
import { type GridHandle, ImageGrid } from "./grid/ImageGrid.tsx";
import { imageList, useImageList } from "./lists.ts";
import { BinBar } from "./parts/BinBar.tsx";
import { BulkBar } from "./parts/BulkBar.tsx";
import { GridSkeleton } from "./parts/GridSkeleton.tsx";
import { NoImages } from "./parts/NoImages.tsx";
import { NothingSimilar } from "./similar/NothingSimilar.tsx";
import { askedOf, searchOfAsked } from "./similar/asked.ts";
import { similarList } from "./similar/search.ts";
import { SimilarDialog } from "./similar/SimilarDialog.tsx";
import { QuickLook } from "./parts/QuickLook.tsx";
import { DropTarget } from "./upload/DropTarget.tsx";
import { UploadReport } from "./upload/UploadReport.tsx";
import { usePicker, useUpload } from "./upload/useUpload.ts";
import { useShapes } from "./useShapes.ts";
import { usePreference } from "./usePreference.ts";
import { useDefaultView } from "./views/views.ts";

const isDensity = (text: string): text is Density => densities.some((density) => density === text);

/** Every image of a project: look, filter, select, upload. */
export default function ImagesPage() {
  const { id: projectId } = useParams() as { id: string };
  const project = useProject();
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const tags = useAll<Tag>(`/api/projects/${projectId}/tags`);
  const members = useAll<Member>(`/api/projects/${projectId}/members`, 60_000);
  const sequences = useAll<Sequence>(`/api/projects/${projectId}/sequences`, 10_000);
  const { query } = useLocation();
  const search = filterSearch(query);
  const bin = query.get("bin") === "true";
  const asked = useMemo(() => queryOf(new URLSearchParams(search)), [search]);
  const likeness = askedOf(query);
  const like = likeness && !bin ? JSON.stringify(likeness) : null;
  const list = useImageList(
    useMemo(() => like ? similarList(projectId, JSON.parse(like)) : imageList(projectId, asked), [
      projectId,
      asked,
      like,
    ]),
    like ? Infinity : undefined,
  );
  // How many match, while all of them are selected and not those alone that have been seen; of one list.
  const [everythingOf, setEverythingOf] = useState<{ of: typeof list; count: number } | null>(null);
  const everything = everythingOf?.of === list ? everythingOf.count : null;
  const [chosen, choose] = useState<Selection>(noSelection);
  const setSelection = (selection: Selection) => {
    setEverythingOf(null);
    choose(selection);
  };
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
  const context = {
    labels: labels.data ?? [],
    tags: tags.data ?? [],
    members: members.data ?? [],
    sequences: sequences.data ?? [],
  };
  const filters = tokensOf(query, context);
  const bulk = useBulk(list, projectId);
  const [tagging, setTagging] = useState(false);
  const [seeking, setSeeking] = useState(false);
  useDefaultView(projectId, setDensity);
  useTitle(bin ? "Bin" : "Images", project.data?.name);

  const open = (image: Image | undefined) => {
    if (image) navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id }) + search);
  };
  const focusedImage = () => list.at(selection.focus);
  const step = (direction: "left" | "right" | "up" | "down") => () => grid.current?.step(direction, false);
  const remove = () => {
    // All that match is asked first, in the bar.
    if (everything !== null) return toast("All that match are selected: use Delete below.");
    void bulk.run({ ids: [...selection.ids] }, { action: "bin" }).then(() => setSelection(noSelection));
  };
  const selectEverything = async () => {
    choose(all(selection, list.items.map((image) => image.id)));
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
    "grid.extendLeft": () => grid.current?.step("left", true),
    "grid.extendRight": () => grid.current?.step("right", true),
    "grid.extendUp": () => grid.current?.step("up", true),
    "grid.extendDown": () => grid.current?.step("down", true),
    "grid.open": () => focusedImage() ? open(focusedImage()) : false,
    "grid.quicklook": () => focusedImage() ? setLooking(true) : false,
    "grid.select": () =>
      selection.focus >= 0 ? setSelection(toggled(selection, selection.focus, (i) => list.at(i)?.id)) : false,
    "grid.selectAll": () => void selectEverything(),
    "grid.clear": () => selection.ids.size > 0 ? setSelection(cleared(selection)) : false,
    "grid.delete": () => may.manage && !bin && selection.ids.size > 0 ? remove() : false,
    "grid.labels": () => setDrawLabels(drawLabels === "on" ? "off" : "on"),
    "grid.density": () => setDensity(densities[(densities.indexOf(density) + 1) % densities.length]!),
    "grid.similar": () => {
      const image = focusedImage();
      if (!image) return setSeeking(true);
      setQuery(searchOfAsked({ kind: "image", imageId: image.id, region: null }), true);
    },
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
          projectId={projectId}
          role={role}
          context={context}
          bin={bin}
          density={density}
          onDensity={setDensity}
          drawLabels={drawLabels === "on"}
          onDrawLabels={(on) => setDrawLabels(on ? "on" : "off")}
          likeness={like ? likeness : null}
          onSimilar={() => setSeeking(true)}
          onTags={may.label ? () => setTagging(true) : undefined}
          onUpload={may.label ? picker.open : undefined}
        />
        {bin && may.manage && <BinBar projectId={projectId} bulk={bulk} version={list.fetchedAt} />}
        {list.error && list.items.length === 0
          ? <ErrorState error={list.error} onRetry={() => void list.refresh()} />
          : !list.loaded
          ? <GridSkeleton density={density} />
          : list.items.length === 0 && like
          ? <NothingSimilar projectId={projectId} asked={likeness!} />
          : list.items.length === 0
          ? (
            <NoImages
              filtered={filters.length > 0}
              bin={bin}
              onUpload={may.label ? picker.open : undefined}
              onClear={() => setQuery(without(filters), true)}
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
            query={asked}
            selection={selection}
            everything={everything}
            tags={context.tags}
            labels={context.labels}
            bin={bin}
            may={may}
            bulk={bulk}
            onSelection={setSelection}
            onEverything={() => void selectEverything()}
            onTags={() => setTagging(true)}
          />
        )}
        {bulk.jobs.map((job) => <BulkProgress key={job.id} operation={job} onEnd={bulk.ended} />)}
        {seeking && <SimilarDialog projectId={projectId} onClose={() => setSeeking(false)} />}
        {tagging && <TagsDialog projectId={projectId} onClose={() => setTagging(false)} />}
        <UploadReport queue={queue} state={uploads} projectId={projectId} />
        {looking && (
          <QuickLook
            projectId={projectId}
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
