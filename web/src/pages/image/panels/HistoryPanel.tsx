import type { AnnotationChange, Geometry, Image } from "../../../api/types.ts";
import { usePage } from "../../../api/hooks.ts";
import { reveal } from "../../../canvas/engine/actions.ts";
import { Ago, Button, ErrorState, Icon, type IconName, SkeletonRows } from "../../../ui/index.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { changeWords } from "../changeWords.ts";

const icons: { [action in AnnotationChange["action"]]: IconName } = {
  create: "plus",
  update: "edit",
  delete: "trash",
  restore: "undo",
};

/** Every change of every object: who, when, what. */
export function HistoryPanel({ image }: { image: Image }) {
  const workspace = useWorkspace();
  // Asked anew when the last edit has landed.
  const saved = useSnapshot((s) => s.save.is === "saved");
  const history = usePage<AnnotationChange>(saved ? `/api/images/${image.id}/annotations/history` : null, {
    limit: 100,
  });
  if (history.error && history.items.length === 0) {
    return <ErrorState error={history.error} onRetry={history.refresh} />;
  }
  if (history.loading || !saved) return <SkeletonRows count={5} />;
  if (history.items.length === 0) return <p className="muted">Nothing has been changed on this image yet.</p>;
  const name = (id: string) => workspace.label(id)?.name ?? "a deleted label";
  return (
    <div className="stack-wide">
      <ol className="edits">
        {history.items.map((change) => (
          <li key={change.id}>
            <Icon name={icons[change.action]} />
            <div className="grow">
              <p>{changeWords(change as AnnotationChange & Sides, name)}</p>
              <p className="small muted">
                {change.username ?? "Fovea"} · <Ago time={change.at} />
              </p>
            </div>
            {workspace.engine.scene.get(change.annotation_id) && (
              <Button
                size="s"
                kind="ghost"
                onClick={() => reveal(workspace.engine, change.annotation_id)}
              >
                Show
              </Button>
            )}
          </li>
        ))}
      </ol>
      {history.hasMore && <Button busy={history.loadingMore} onClick={history.loadMore}>Earlier changes</Button>}
    </div>
  );
}

interface Sides {
  before: { label_id: string; geometry: Geometry } | null;
  after: { label_id: string; geometry: Geometry } | null;
}
