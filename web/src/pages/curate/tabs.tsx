// The ways of looking at a project's images as a whole. A line here is a tab; its panel is loaded when it is first opened.
import { type ComponentType, lazy } from "react";
import type { Id } from "../../api/types.ts";
import type { Selection } from "../images/grid/selection.ts";

/** What a panel gets: one selection of images, which all tabs share. */
export interface CurateProps {
  projectId: Id;
  selection: Selection;
  onSelection: (selection: Selection) => void;
}

export interface CurateTab {
  /** the last part of the page's path */
  id: string;
  label: string;
  panel: ComponentType<CurateProps>;
}

export const curateTabs: readonly CurateTab[] = [
  { id: "quality", label: "Quality", panel: lazy(() => import("./quality/QualityTab.tsx")) },
  { id: "groups", label: "Groups", panel: lazy(() => import("./groups/GroupsTab.tsx")) },
  { id: "map", label: "Map", panel: lazy(() => import("./map/MapTab.tsx")) },
  { id: "embeddings", label: "Embeddings", panel: lazy(() => import("./embeddings/EmbeddingsTab.tsx")) },
  { id: "duplicates", label: "Duplicates", panel: lazy(() => import("./duplicates/DuplicatesTab.tsx")) },
  { id: "label-errors", label: "Label errors", panel: lazy(() => import("./mistakes/LabelErrorsTab.tsx")) },
  { id: "coverage", label: "Coverage", panel: lazy(() => import("./coverage/CoverageTab.tsx")) },
  { id: "labels", label: "Labels", panel: lazy(() => import("./labels/LabelsTab.tsx")) },
  { id: "drift", label: "Drift", panel: lazy(() => import("./drift/DriftTab.tsx")) },
];
