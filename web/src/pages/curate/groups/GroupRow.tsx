import { type KeyboardEvent, useRef, useState } from "react";
import type { BatchImage, GroupsBody, Id } from "../../../api/types.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { buildPath, navigate } from "../../../app/router.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Icon } from "../../../ui/index.ts";
import { steppedTo } from "./arrange.ts";
import { GroupMenu } from "./GroupMenu.tsx";

/** Thumbnails shown before somebody asks for all. */
const few = 48;

/** One group: its name, what can be done with it, its images. A list box: arrows walk, Space selects, Enter opens. */
export function GroupRow(
  { projectId, label, isAnalysed, images, names, chosen, mayArrange, onChoose, onArrange }: {
    projectId: Id;
    /** null: images in no group */
    label: string | null;
    isAnalysed: boolean;
    images: readonly BatchImage[];
    names: readonly string[];
    chosen: ReadonlySet<Id>;
    mayArrange: boolean;
    onChoose: (ids: ReadonlySet<Id>) => void;
    onArrange: (body: GroupsBody) => void;
  },
) {
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);
  const [within, setWithin] = useState(false);
  const [all, setAll] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const shown = all ? images : images.slice(0, few);
  const at = Math.min(focus, shown.length - 1);
  const title = label ?? (isAnalysed ? "In no group" : "Not analysed yet");
  const id = (index: number) => `group-${label ?? ""}-${index}`;
  const toggle = (index: number) => {
    const next = new Set(chosen);
    const image = shown[index]!.image_id;
    if (!next.delete(image)) next.add(image);
    setFocus(index);
    onChoose(next);
  };
  const columns = () => {
    const cells = [...box.current!.children] as HTMLElement[];
    return Math.max(1, cells.filter((cell) => cell.offsetTop === cells[0]!.offsetTop).length);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === " ") toggle(at);
    else if (event.key === "Enter") {
      navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: shown[at]!.image_id }));
    } else {
      const to = steppedTo(at, shown.length, columns(), event.key);
      if (to === null) return;
      setFocus(to);
      box.current!.children[to]?.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  };
  useKeys({ "groups.rename": () => within && mayArrange && label !== null ? setRenaming(true) : false });
  const everyChosen = images.length > 0 && images.every((image) => chosen.has(image.image_id));
  const chooseAll = () => {
    const next = new Set(chosen);
    for (const image of images) everyChosen ? next.delete(image.image_id) : next.add(image.image_id);
    onChoose(next);
  };
  return (
    <section className="group" aria-label={`${title}, ${plural(images.length, "image")}`}>
      <div className="group-head">
        <h3 className="truncate">{title}</h3>
        <span className="num muted">{images.length}</span>
        <span className="grow" />
        <Button size="s" kind="ghost" onClick={chooseAll}>{everyChosen ? "Select none" : "Select all"}</Button>
        {mayArrange && (
          <GroupMenu
            projectId={projectId}
            label={label}
            images={images}
            names={names}
            renaming={renaming}
            onRenaming={setRenaming}
            onArrange={onArrange}
          />
        )}
      </div>
      <div
        ref={box}
        className="group-shots"
        role="listbox"
        tabIndex={0}
        aria-multiselectable="true"
        aria-label={`Images of ${title}`}
        aria-activedescendant={within ? id(at) : undefined}
        onFocus={() => setWithin(true)}
        onBlur={() => setWithin(false)}
        onKeyDown={press}
      >
        {shown.map((image, index) => (
          <div
            key={image.image_id}
            id={id(index)}
            role="option"
            aria-selected={chosen.has(image.image_id)}
            aria-label={`${image.filename}${image.by_hand ? ", placed by hand" : ""}`}
            className={within && index === at ? "group-shot focused" : "group-shot"}
            data-tip={image.by_hand ? `${image.filename} · placed by hand` : image.filename}
            onClick={() => toggle(index)}
          >
            <img
              className="thumb"
              src={`/api/images/${image.image_id}/thumbnail`}
              alt=""
              loading="lazy"
              decoding="async"
            />
            {chosen.has(image.image_id) && (
              <span className="shot-check" aria-hidden="true">
                <Icon name="check" size={12} />
              </span>
            )}
            {image.by_hand && <span className="group-hand" aria-hidden="true" />}
          </div>
        ))}
      </div>
      {images.length > shown.length && (
        <Button size="s" kind="ghost" onClick={() => setAll(true)}>Show all {images.length}</Button>
      )}
    </section>
  );
}
