import { useEffect, useState } from "react";
import type { Label, Tag } from "../../../api/types.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { count, plural } from "../../../lib/format.ts";
import { Button, Icon, IconButton, Segmented, Select } from "../../../ui/index.ts";
import type { Density } from "../grid/layout.ts";
import type { ImageList } from "../ImageList.ts";
import { FilterMenu } from "./FilterMenu.tsx";
import { defaultSort, sorts, tokensOf } from "./filter.ts";

/** What is shown and how: search, tokens, order, density. Everything that says which images is in the URL. */
export function FilterBar(
  { list, labels, tags, bin, density, onDensity, drawLabels, onDrawLabels, onUpload }: {
    list: ImageList;
    labels: readonly Label[];
    tags: readonly Tag[];
    bin: boolean;
    density: Density;
    onDensity: (density: Density) => void;
    drawLabels: boolean;
    onDrawLabels: (on: boolean) => void;
    onUpload: (() => void) | undefined;
  },
) {
  const { query } = useLocation();
  const tokens = tokensOf(query, { labels, tags }).filter((token) => token.name !== "text");
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
        <SearchField />
        <FilterMenu labels={labels} tags={tags} />
        {tokens.map((token) => (
          <span key={token.name} className="token">
            <span className="muted">{token.title}</span>
            {token.color && <span className="swatch" style={{ background: token.color }} aria-hidden="true" />}
            <strong className="truncate">{token.text}</strong>
            <IconButton
              label={`Remove the filter ${token.title}: ${token.text}`}
              icon="close"
              size="s"
              onClick={() => setQuery({ [token.name]: null }, true)}
            />
          </span>
        ))}
        {tokens.length > 1 && (
          <Button
            size="s"
            kind="ghost"
            onClick={() => setQuery(Object.fromEntries(tokens.map(({ name }) => [name, null])), true)}
          >
            Clear
          </Button>
        )}
      </div>
      <div className="filter-right">
        <span className="num muted filter-count" role="status">
          {total !== null ? plural(total, "image") : list.loaded ? `${count(list.items.length)}+ images` : ""}
        </span>
        <Select
          aria-label="Order"
          className="select-auto filter-sort"
          value={query.get("sort") ?? defaultSort}
          onChange={(event) => setQuery({ sort: event.target.value === defaultSort ? null : event.target.value })}
          options={sorts}
        />
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
