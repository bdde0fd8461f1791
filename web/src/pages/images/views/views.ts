import { useEffect, useRef } from "react";
import type { Id, ImageQuery, ImageView } from "../../../api/types.ts";
import { useAll } from "../../../api/useAll.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { defaultSort, searchOf } from "../filter/filter.ts";
import type { Density } from "../grid/layout.ts";

/** Whether two queries show the same images in the same order. */
export function sameView(a: ImageQuery, b: ImageQuery): boolean {
  const text = (query: ImageQuery) => JSON.stringify({ ...searchOf(query), sort: query.sort ?? defaultSort });
  return text(a) === text(b);
}

/** Opens what is to be seen first, one's own before everybody's, when the page is opened without saying which images. */
export function useDefaultView(projectId: Id, onDensity: (density: Density) => void) {
  const { query } = useLocation();
  const isBare = useRef(query.toString() === "");
  const views = useAll<ImageView>(isBare.current ? `/api/projects/${projectId}/views` : null);
  useEffect(() => {
    if (!isBare.current || !views.data) return;
    isBare.current = false;
    const first = views.data.filter((view) =>
      view.is_default
    ).sort((a, b) => Number(a.is_shared) - Number(b.is_shared))[0];
    if (!first || location.search !== "") return;
    setQuery({ ...searchOf(first.query), view: first.id });
    if (first.density) onDensity(first.density as Density);
  }, [views.data]);
}
