import { useEffect, useState } from "react";
import type { Id, Role } from "../../../api/types.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { count, plural } from "../../../lib/format.ts";
import { Button, Icon, IconButton, Segmented, Select } from "../../../ui/index.ts";
import type { Density } from "../grid/layout.ts";
import type { ImageList } from "../ImageList.ts";
import type { Asked } from "../similar/asked.ts";
import { SimilarToken } from "../similar/SimilarToken.tsx";
import { FilterMenu } from "./FilterMenu.tsx";
import { ViewsMenu } from "../views/ViewsMenu.tsx";
import { type FilterContext, sortsOf } from "./filter.ts";
import { Tokens } from "./Tokens.tsx";

/** What is shown and how: search, tokens, order, density. Everything that says which images is in the URL. */
export function FilterBar(
  {
    list,
    projectId,
    role,
    context,
    bin,
    density,
    onDensity,
    drawLabels,
    onDrawLabels,
    likeness,
    onSimilar,
    onTags,
    onUpload,
  }: {
    list: ImageList;
    projectId: Id;
    role: Role | undefined;
    context: FilterContext;
    bin: boolean;
    density: Density;
    onDensity: (density: Density) => void;
    drawLabels: boolean;
    onDrawLabels: (on: boolean) => void;
    /** what the images shown are like, when they are found by that: name, filters and order then say nothing */
    likeness: Asked | null;
    onSimilar: () => void;
    onTags: (() => void) | undefined;
    onUpload: (() => void) | undefined;
  },
) {
  const { query } = useLocation();
  const { sorts, usual } = sortsOf(query);
  const total = list.total ?? (list.ended ? list.items.length : null);
  return (
    <div className="filter-bar" role="toolbar" aria-label="Images">
      <div className="filter-left">
        {bin && (
          <span className="token">
            <Icon name="trash" size={12} />
            <strong>Bin</strong>
            <IconButton label="Leave the bin" icon="close" size="s" onClick={() => setQuery({ bin: null }, true)} />
          </span>
        )}
        {likeness ? <SimilarToken asked={likeness} /> : (
          <>
            <SearchField />
            <FilterMenu context={context} />
            <ViewsMenu projectId={projectId} role={role} density={density} onDensity={onDensity} />
            <Tokens context={context} />
          </>
        )}
        {!bin && <IconButton label="Find similar images" icon="similar" keys="grid.similar" onClick={onSimilar} />}
      </div>
      <div className="filter-right">
        <span className="num muted filter-count" role="status">
          {total !== null ? plural(total, "image") : list.loaded ? `${count(list.items.length)}+ images` : ""}
        </span>
        {!likeness && (
          <Select
            aria-label="Order"
            className="select-auto filter-sort"
            value={query.get("sort") ?? usual}
            onChange={(event) => setQuery({ sort: event.target.value === usual ? null : event.target.value })}
            options={sorts}
          />
        )}
        <IconButton
          label={drawLabels ? "Hide labels on the thumbnails" : "Draw labels on the thumbnails"}
          icon="box"
          keys="grid.labels"
          pressed={drawLabels}
          onClick={() => onDrawLabels(!drawLabels)}
        />
        <Segmented
          label="Density"
          value={density}
          onChange={onDensity}
          options={[{ id: "small", label: "S" }, { id: "medium", label: "M" }, { id: "large", label: "L" }]}
        />
        {onTags && !bin && <IconButton label="Manage tags" icon="tag" onClick={onTags} />}
        {!bin && <IconButton label="Open the bin" icon="trash" onClick={() => setQuery({ bin: "true" }, true)} />}
        {onUpload && !bin && (
          <Button kind="primary" icon="upload" keys="grid.upload" tip="Upload images" onClick={onUpload}>Upload</Button>
        )}
      </div>
    </div>
  );
}

/** Free text, sent when typing pauses. */
function SearchField() {
  const { query } = useLocation();
  const asked = query.get("text") ?? "";
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(() => setQuery({ text: text.trim() || null }), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className="filter-search">
      <Icon name="search" />
      <input
        className="input"
        type="search"
        data-image-search=""
        aria-label="Search by file name"
        placeholder="Search by name"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setText("");
          event.currentTarget.blur();
        }}
      />
    </span>
  );
}
