import { type KeyboardEvent, useEffect, useRef } from "react";
import type { DuplicateGroup, DuplicateImage, Id } from "../../../api/types.ts";
import { bytes, plural } from "../../../lib/format.ts";
import { Badge, Button } from "../../../ui/index.ts";

/** One group: the images side by side, the one to keep marked, on each copy what differs. Arrows walk, keys decide. */
export function DuplicateRow(
  { group, keeper, focus, busy, onFocus, onKeep, onResolve, onDismiss }: {
    group: DuplicateGroup;
    keeper: Id;
    /** which image the keys mean; null: another row has them */
    focus: number | null;
    busy: boolean;
    onFocus: (index: number) => void;
    /** left out where the role does not allow it */
    onKeep?: (image: Id) => void;
    onResolve?: () => void;
    onDismiss?: () => void;
  },
) {
  const box = useRef<HTMLDivElement>(null);
  const at = Math.min(focus ?? 0, group.images.length - 1);
  const id = (index: number) => `duplicate-${group.id}-${index}`;
  // The row that comes after one that went gets the keys.
  useEffect(() => {
    if (focus !== null && !box.current?.contains(document.activeElement)) box.current?.focus();
  }, [focus !== null]);
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step !== 0) {
      onFocus(Math.max(0, Math.min(group.images.length - 1, at + step)));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const rows = [...document.querySelectorAll<HTMLElement>(".duplicate-shots")];
      rows[rows.indexOf(box.current!) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const splits = [...new Set(group.images.map((image) => image.split))].filter((split) => split !== "unassigned");
  const copies = group.image_count - 1;
  const title = group.images.find((image) => image.image_id === keeper)?.filename ?? "";
  return (
    <section
      className={focus === null ? "duplicate" : "duplicate current"}
      aria-label={`${title} and ${plural(copies, "copy", "copies")}`}
    >
      <div className="duplicate-head">
        <h3 className="truncate">{title}</h3>
        <Badge>{group.kind === "exact" ? "same pixels" : "near"}</Badge>
        {group.is_leak && <Badge tone="bad">leak: {splits.join(" and ")}</Badge>}
        <span className="muted small">
          {group.linked_count > 0 && `${plural(group.linked_count, "more image")} like a copy, but not like this one`}
        </span>
        <span className="grow" />
        {onDismiss && (
          <Button size="s" kind="ghost" keys="duplicates.dismiss" onClick={onDismiss}>
            {group.is_dismissed ? "They are duplicates" : "Not duplicates"}
          </Button>
        )}
        {onResolve && !group.is_dismissed && (
          <Button size="s" icon="trash" keys="duplicates.resolve" disabled={busy} onClick={onResolve}>
            Keep one, bin {copies}
          </Button>
        )}
      </div>
      <div
        ref={box}
        className="duplicate-shots"
        role="listbox"
        tabIndex={0}
        aria-label={`Images like ${title}`}
        aria-activedescendant={focus === null ? undefined : id(at)}
        onFocus={() => focus === null && onFocus(0)}
        onKeyDown={press}
      >
        {group.images.map((image, index) => (
          <div
            key={image.image_id}
            id={id(index)}
            role="option"
            aria-selected={image.image_id === keeper}
            aria-label={`${image.filename}, ${words(image, keeper, group).join(", ")}`}
            className={focus === index ? "duplicate-shot focused" : "duplicate-shot"}
            onClick={() => onFocus(index)}
            onDoubleClick={() => onKeep?.(image.image_id)}
          >
            <span className="duplicate-picture">
              <img src={`/api/images/${image.image_id}/thumbnail`} alt="" loading="lazy" decoding="async" />
              {image.image_id === keeper && <span className="duplicate-keep">Keep</span>}
            </span>
            <span className="truncate" data-tip={image.filename}>{image.filename}</span>
            <span className="duplicate-words">{words(image, keeper, group).join(", ")}</span>
            <span className="small muted num">
              {image.width} × {image.height} · {bytes(image.size_bytes)}
              {image.annotation_count > 0 && ` · ${plural(image.annotation_count, "object")}`}
            </span>
            {image.split !== "unassigned" && <span className="small muted">{image.split}</span>}
          </div>
        ))}
        {group.image_count > group.images.length && (
          <span className="muted duplicate-more">and {group.image_count - group.images.length} more</span>
        )}
      </div>
    </section>
  );
}

/** Differences are told from the suggested image, whichever is kept. */
function words(image: DuplicateImage, keeper: Id, group: DuplicateGroup): string[] {
  if (image.words.length > 0) return image.words;
  return [
    image.image_id === group.keeper_id ? (image.image_id === keeper ? "suggested" : "the one suggested") : "the same",
  ];
}
