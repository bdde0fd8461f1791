import { useState } from "react";
import type { Id } from "../../api/types.ts";
import { useProject } from "../../app/project.ts";
import { buildPath, navigate, useParams, useTitle } from "../../app/router.ts";
import { Empty, Tabs } from "../../ui/index.ts";
import { noSelection, type Selection } from "../images/grid/selection.ts";
import { curateTabs } from "./tabs.tsx";

/** What is selected in each project: it stays while one looks at an image and comes back. */
const selections = new Map<Id, Selection>();

/** A project's images as a whole, in several ways, over one selection. */
export default function CuratePage() {
  const { id: projectId = "", tab } = useParams();
  const project = useProject();
  const [selection, setSelection] = useState<Selection>(selections.get(projectId) ?? noSelection);
  const select = (next: Selection) => {
    selections.set(projectId, next);
    setSelection(next);
  };
  const shown = tab === undefined ? curateTabs[0] : curateTabs.find((one) => one.id === tab);
  useTitle(shown?.label, "Curate", project.data?.name);
  if (!shown) {
    return (
      <Empty icon="curate" title="There is no such tab" page>
        The address names a way of looking that does not exist.
      </Empty>
    );
  }
  const Panel = shown.panel;
  return (
    <div className="curate">
      <h1 className="sr-only">Curate</h1>
      <Tabs
        label="Curate"
        value={shown.id}
        onChange={(id) => navigate(buildPath("/projects/:id/curate/:tab", { id: projectId, tab: id }))}
        tabs={curateTabs}
      >
        <Panel projectId={projectId} selection={selection} onSelection={select} />
      </Tabs>
    </div>
  );
}
