import type { ReactNode } from "react";
import { setQuery } from "../../app/router.ts";
import { count, plural } from "../../lib/format.ts";
import { Button, Checkbox, Icon, IconButton, Segmented } from "../../ui/index.ts";
import { saveWords } from "../image/saveWords.ts";
import type { ImageList } from "../images/ImageList.ts";
import type { ClassBook } from "./ClassBook.ts";

/** Which images, how large, how one goes on, and whether all is saved. */
export function ClassBar(
  { list, book, multi, columns, range, onColumns, goOn, onGoOn, unlabelled, filters }: {
    list: ImageList;
    book: ClassBook;
    multi: boolean;
    columns: number;
    range: readonly [number, number];
    onColumns: (columns: number) => void;
    goOn: boolean;
    onGoOn: (on: boolean) => void;
    unlabelled: boolean;
    filters: ReactNode;
  },
) {
  const save = book.status;
  const words = saveWords(save);
  const total = list.total ?? (list.ended ? list.items.length : null);
  return (
    <div className="filter-bar" role="toolbar" aria-label="Classify">
      <div className="filter-left">
        <Segmented
          label="Which images"
          value={unlabelled ? "bare" : "all"}
          onChange={(which) => setQuery({ annotated: which === "bare" ? "false" : null }, true)}
          options={[{ id: "all", label: "All" }, { id: "bare", label: "Without a class" }]}
        />
        {filters}
      </div>
      <div className="filter-right">
        <span className="row save-state">
          <span className={`row ${words.tone}`} role="status" data-tip={words.tip} data-save={save.is}>
            <Icon name={words.icon} size={12} />
            <span className="truncate">{words.text}</span>
          </span>
          {words.action && <Button size="s" kind="ghost" onClick={() => void book.flush()}>{words.action}</Button>}
        </span>
        <span className="num muted filter-count">
          {total !== null ? plural(total, "image") : list.loaded ? `${count(list.items.length)}+ images` : ""}
        </span>
        {!multi && (
          <Checkbox
            label="Go on by itself"
            checked={goOn}
            onChange={(event) => onGoOn(event.target.checked)}
          />
        )}
        <span className="row class-columns">
          <IconButton
            label="Larger pictures"
            icon="minus"
            size="s"
            keys="classify.fewer"
            disabled={columns <= range[0]}
            onClick={() => onColumns(columns - 1)}
          />
          <span className="num" role="status" aria-label="Columns">{columns}</span>
          <IconButton
            label="More pictures"
            icon="plus"
            size="s"
            keys="classify.more"
            disabled={columns >= range[1]}
            onClick={() => onColumns(columns + 1)}
          />
        </span>
        <span className="muted class-mode">{multi ? "Several classes an image" : "One class an image"}</span>
      </div>
    </div>
  );
}
