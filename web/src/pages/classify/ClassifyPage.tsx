import { useEffect, useMemo, useRef, useState } from "react";
import type { Image, Label, Member, Tag } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { useAll } from "../../api/useAll.ts";
import { type Handlers, isTyping, useKeys } from "../../app/keyboard.ts";
import { atLeast, useProject } from "../../app/project.ts";
import { buildPath, navigate, setQuery, useLocation, useParams, useTitle } from "../../app/router.ts";
import { unknownColour } from "../../canvas/paint/colour.ts";
import { Empty, ErrorState, toast } from "../../ui/index.ts";
import { labelForDigit } from "../image/workspace/labels.ts";
import { FilterMenu } from "../images/filter/FilterMenu.tsx";
import { filterSearch, queryOf, tokensOf, without } from "../images/filter/filter.ts";
import { Tokens } from "../images/filter/Tokens.tsx";
import { all, cleared, noSelection, type Selection, toggled } from "../images/grid/selection.ts";
import { imageList, patchEverywhere, useImageList } from "../images/lists.ts";
import { GridSkeleton } from "../images/parts/GridSkeleton.tsx";
import { NoImages } from "../images/parts/NoImages.tsx";
import { QuickLook } from "../images/parts/QuickLook.tsx";
import { usePreference } from "../images/usePreference.ts";
import { ClassBar } from "./ClassBar.tsx";
import { ClassGrid, type ClassGridHandle } from "./ClassGrid.tsx";
import { ClassPanel } from "./ClassPanel.tsx";
import { isMultiLabel } from "./mode.ts";
import { nextWithout } from "./next.ts";
import { useBook } from "./useBook.ts";

const fewest = 2;
const most = 14;

/** Classes of many images, by keyboard: look, press a key, go on. */
export default function ClassifyPage() {
  const { id: projectId } = useParams() as { id: string };
  const project = useProject();
  const labels = useAll<Label>(`/api/projects/${projectId}/labels`);
  const tags = useAll<Tag>(`/api/projects/${projectId}/tags`);
  const members = useAll<Member>(`/api/projects/${projectId}/members`, 60_000);
  const { query } = useLocation();
  const search = filterSearch(query);
  const asked = useMemo(() => queryOf(new URLSearchParams(search)), [search]);
  const list = useImageList(useMemo(() => imageList(projectId, asked), [projectId, asked]));
  const book = useBook(projectId);
  const [selection, setSelection] = useState<Selection>({ ...noSelection, focus: 0 });
  const [columnsText, setColumns] = usePreference("classify.columns", "6");
  const columns = Math.min(most, Math.max(fewest, Math.round(Number(columnsText)) || 6));
  const [goOn, setGoOn] = usePreference("classify.go-on", "on");
  const [shown, setShown] = useState<readonly Image[]>([]);
  const [looking, setLooking] = useState(false);
  const grid = useRef<ClassGridHandle>(null);
  const may = atLeast(project.data?.role, "annotator");
  const multi = project.data ? isMultiLabel(project.data) : false;
  const byId = useMemo(() => new Map((labels.data ?? []).map((label) => [label.id, label])), [labels.data]);
  const context = { labels: labels.data ?? [], tags: tags.data ?? [], members: members.data ?? [] };
  const filters = tokensOf(query, context);
  useTitle("Classify", project.data?.name);
  useEffect(() => setSelection({ ...noSelection, focus: 0 }), [list]);
  useEffect(() => void book.want(shown.map((image) => image.id)), [shown, book, book.version]);

  const focusedImage = list.at(selection.focus);
  const targets = selection.ids.size > 0 ? [...selection.ids] : focusedImage ? [focusedImage.id] : [];
  const given = useMemo(() => {
    const first = targets[0] ? book.labels(targets[0]) ?? [] : [];
    return new Set(first.filter((id) => targets.every((image) => book.labels(image)?.includes(id))));
  }, [book.version, selection, list.version]);
  const toGrid = () => document.querySelector<HTMLElement>(".classify .grid-scroll")?.focus({ preventScroll: true });
  const press = (labelId: string) => {
    if (!may || targets.length === 0) return;
    const done = book.press(targets, labelId, multi);
    if (done === null) toast("The classes of this image have not come yet.");
    if (done === "given" && goOn === "on" && !multi && selection.ids.size === 0 && selection.focus + 1 < list.count) {
      grid.current?.focus(selection.focus + 1);
    }
  };
  const confirm = () => {
    if (!may) return;
    const withClass = targets.filter((id) => (book.labels(id)?.length ?? 0) > 0);
    if (withClass.length > 0) {
      const before = new Map(withClass.map((id) => [id, list.at(list.indexOf(id))?.status]));
      patchEverywhere(withClass, (image) => ({ ...image, status: "DONE" }));
      api.patch("/api/images/status", { image_ids: withClass, status: "DONE" }).catch((error) => {
        patchEverywhere(withClass, (image) => ({ ...image, status: before.get(image.id) ?? image.status }));
        toast({ kind: "bad", text: asApiError(error).message });
      });
    }
    const from = Math.max(selection.focus, ...[...selection.ids].map((id) => list.indexOf(id)));
    setSelection(cleared(selection));
    void nextWithout(list, book, from).then((next) => {
      if (next >= 0) grid.current?.focus(next);
      else toast({ kind: "good", text: "Every image from here on has a class." });
    });
  };
  const undo = () => {
    const images = book.undo();
    if (images.length === 0) return toast("Nothing to undo.");
    if (images.length === 1 && list.indexOf(images[0]!) >= 0) grid.current?.focus(list.indexOf(images[0]!));
  };
  const digits: Handlers = {};
  for (const digit of "1234567890") {
    digits[`label.${digit}`] = () => {
      const label = labelForDigit(labels.data ?? [], digit);
      if (!label) return false;
      press(label.id);
    };
  }
  const step = (direction: "left" | "right" | "up" | "down", extend = false) => () =>
    grid.current?.step(direction, extend);
  useKeys({
    ...digits,
    "grid.left": step("left"),
    "grid.right": step("right"),
    "grid.up": step("up"),
    "grid.down": step("down"),
    "grid.extendLeft": step("left", true),
    "grid.extendRight": step("right", true),
    "grid.extendUp": step("up", true),
    "grid.extendDown": step("down", true),
    "grid.select": () => setSelection(toggled(selection, selection.focus, (i) => list.at(i)?.id)),
    "grid.selectAll": () => setSelection(all(selection, list.items.map((image) => image.id))),
    "grid.clear": () => selection.ids.size > 0 ? setSelection(cleared(selection)) : false,
    "grid.quicklook": () => focusedImage ? setLooking(true) : false,
    "classify.confirm": confirm,
    "classify.clear": () => may ? book.clear(targets) : false,
    "classify.fewer": () => setColumns(String(Math.max(fewest, columns - 1))),
    "classify.more": () => setColumns(String(Math.min(most, columns + 1))),
    "edit.undo": undo,
    "image.save": () => void book.flush(),
    search: () => document.querySelector<HTMLInputElement>("[data-class-search]")?.focus(),
  }, { enabled: !looking });
  // Letters that labels claim for themselves come before what they mean elsewhere.
  const hotkeys = useRef<(event: KeyboardEvent) => void>(() => {});
  hotkeys.current = (event) => {
    if (looking || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key) || event.key.length !== 1 || event.key === " ") return;
    const label = labels.data?.find((one) => one.hotkey?.toLowerCase() === event.key.toLowerCase());
    if (!label || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    press(label.id);
  };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => hotkeys.current(event);
    addEventListener("keydown", listener, true);
    return () => removeEventListener("keydown", listener, true);
  }, []);

  return (
    <div className="images classify">
      <h1 className="sr-only">Classify</h1>
      <ClassBar
        list={list}
        book={book}
        multi={multi}
        columns={columns}
        range={[fewest, most]}
        onColumns={(n) => setColumns(String(n))}
        goOn={goOn === "on"}
        onGoOn={(on) => setGoOn(on ? "on" : "off")}
        unlabelled={asked.annotated === false}
        filters={
          <>
            <FilterMenu context={context} />
            <Tokens context={context} />
          </>
        }
      />
      <div className="class-body">
        <div className="class-main">
          {list.error && list.items.length === 0
            ? <ErrorState error={list.error} onRetry={() => void list.refresh()} />
            : !list.loaded
            ? <GridSkeleton density="medium" />
            : list.items.length === 0
            ? asked.annotated === false && filters.length === 1
              ? <Empty icon="check" title="Every image has a class">Show all of them to look again.</Empty>
              : (
                <NoImages
                  filtered={filters.length > 0}
                  bin={false}
                  onUpload={may ? () => void navigate(buildPath("/projects/:id/images", { id: projectId })) : undefined}
                  onClear={() => setQuery(without(filters), true)}
                />
              )
            : (
              <ClassGrid
                handle={grid}
                list={list}
                book={book}
                columns={columns}
                byId={byId}
                selection={selection}
                onSelection={setSelection}
                onShown={setShown}
                onLook={() => setLooking(true)}
              />
            )}
        </div>
        {project.data && (
          <ClassPanel
            project={project.data}
            labels={labels}
            given={given}
            disabled={!may}
            onPress={press}
            onDone={toGrid}
          />
        )}
      </div>
      {looking && (
        <QuickLook
          projectId={projectId}
          list={list}
          index={selection.focus}
          shapesOf={() => undefined}
          colorOf={(id) => byId.get(id)?.color ?? unknownColour}
          onIndex={(index) => grid.current?.focus(index)}
          onOpen={(image) =>
            navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.id }) + search)}
          onClose={() => setLooking(false)}
        />
      )}
    </div>
  );
}
