import { Suspense, useState } from "react";
import { useProject } from "../../app/project.ts";
import { buildPath, navigate, useParams, useTitle } from "../../app/router.ts";
import { Empty, Skeleton, Tabs } from "../../ui/index.ts";
import { noSelection, type Selection } from "../images/grid/selection.ts";
import { curateTabs } from "./tabs.tsx";
import "./curate.css";

/** A project's images as a whole, in several ways, over one selection. */
export default function CuratePage() {
  const { id: projectId = "", tab } = useParams();
  const project = useProject();
  const [selection, setSelection] = useState<Selection>(noSelection);
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
        <Suspense fallback={<Skeleton />}>
          <Panel projectId={projectId} selection={selection} onSelection={setSelection} />
        </Suspense>
      </Tabs>
    </div>
  );
}
