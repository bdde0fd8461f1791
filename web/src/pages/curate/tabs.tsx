// The ways of looking at a project's images as a whole. A line here is a tab.
import type { ComponentType } from "react";
import type { Id } from "../../api/types.ts";
import type { Selection } from "../images/grid/selection.ts";
import QualityTab from "./quality/QualityTab.tsx";
import GroupsTab from "./groups/GroupsTab.tsx";
import MapTab from "./map/MapTab.tsx";
import EmbeddingsTab from "./embeddings/EmbeddingsTab.tsx";
import DuplicatesTab from "./duplicates/DuplicatesTab.tsx";
import LabelErrorsTab from "./mistakes/LabelErrorsTab.tsx";
import CoverageTab from "./coverage/CoverageTab.tsx";
import LabelsTab from "./labels/LabelsTab.tsx";
import DriftTab from "./drift/DriftTab.tsx";

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
  { id: "quality", label: "Quality", panel: QualityTab },
  { id: "groups", label: "Groups", panel: GroupsTab },
  { id: "map", label: "Map", panel: MapTab },
  { id: "embeddings", label: "Embeddings", panel: EmbeddingsTab },
  { id: "duplicates", label: "Duplicates", panel: DuplicatesTab },
  { id: "label-errors", label: "Label errors", panel: LabelErrorsTab },
  { id: "coverage", label: "Coverage", panel: CoverageTab },
  { id: "labels", label: "Labels", panel: LabelsTab },
  { id: "drift", label: "Drift", panel: DriftTab },
];
