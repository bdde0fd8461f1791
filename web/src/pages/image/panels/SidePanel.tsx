import type { Image, Label, Role } from "../../../api/types.ts";
import type { ApiError } from "../../../api/error.ts";
import type { QueryState } from "../../../api/hooks.ts";
import { setQuery, useQueryParam } from "../../../app/router.ts";
import { Skeleton, Tabs } from "../../../ui/index.ts";
import { CommentsPanel } from "./CommentsPanel.tsx";
import { DetailsPanel } from "./DetailsPanel.tsx";
import { HistoryPanel } from "./HistoryPanel.tsx";
import { KeypointList } from "./KeypointList.tsx";
import { LabelList } from "./LabelList.tsx";
import { ObjectList } from "./ObjectList.tsx";

type PanelId = "objects" | "details" | "comments" | "history";

/** The right side: labels and objects, the image's facts, what people said, what was changed. Which one is in the URL. */
export function SidePanel(
  { image, apart, labels, role, editable, objectsReady, objectsError }: {
    image: Image | undefined;
    /** in a layer: what others said and did stays unseen */
    apart: boolean;
    labels: QueryState<Label[]>;
    role: Role | undefined;
    editable: boolean;
    objectsReady: boolean;
    objectsError: ApiError | null;
  },
) {
  const [asked] = useQueryParam("panel", "objects");
  const tabs: { id: PanelId; label: string; count?: number | null }[] = [
    { id: "objects", label: "Objects" },
    { id: "details", label: "Details" },
  ];
  if (!apart) {
    tabs.push(
      { id: "comments", label: "Comments", count: image?.comment_count || null },
      { id: "history", label: "History" },
    );
  }
  const panel = tabs.find((tab) => tab.id === asked)?.id ?? "objects";
  return (
    <aside className="side" aria-label="Panel">
      <Tabs
        label="Panel"
        value={panel}
        onChange={(id) => setQuery({ panel: id === "objects" ? null : id })}
        tabs={tabs}
      >
        {!image
          ? (
            <div className="side-scroll">
              <Skeleton />
            </div>
          )
          : panel === "objects"
          ? (
            <div className="side-split">
              <LabelList labels={labels} role={role} editable={editable} projectId={image.project_id} />
              <ObjectList ready={objectsReady} failed={objectsError !== null} editable={editable} />
              <KeypointList editable={editable} />
            </div>
          )
          : (
            <div className="side-scroll" key={image.id}>
              {panel === "details" && <DetailsPanel image={image} role={role} />}
              {panel === "comments" && <CommentsPanel image={image} role={role} />}
              {panel === "history" && <HistoryPanel image={image} editable={editable} />}
            </div>
          )}
      </Tabs>
    </aside>
  );
}
