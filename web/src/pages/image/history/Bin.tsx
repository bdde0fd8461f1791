import type { Annotation, Image } from "../../../api/types.ts";
import { usePage } from "../../../api/hooks.ts";
import { unknownColour } from "../../../canvas/paint/colour.ts";
import { Ago, Button, ErrorState, LabelChip, SkeletonRows } from "../../../ui/index.ts";
import { sizeText } from "../geometryText.ts";
import { useLive } from "../live/context.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { useRestore } from "./useRestore.ts";

/** Deleted objects of the image, deleted last first; each can come back under its own id. */
export function Bin({ image, editable }: { image: Image; editable: boolean }) {
  const workspace = useWorkspace();
  const live = useLive();
  const saved = useSnapshot((s) => s.save.is === "saved");
  const bin = usePage<Annotation>(saved ? `/api/images/${image.id}/annotations` : null, {
    query: { deleted: true },
    limit: 100,
  });
  const restore = useRestore(image.id);
  if (bin.error && bin.items.length === 0) return <ErrorState error={bin.error} onRetry={bin.refresh} />;
  if (bin.loading || !saved) return <SkeletonRows count={3} />;
  if (bin.items.length === 0) return <p className="muted">No object of this image has been deleted.</p>;
  const bringBack = (id: string) =>
    void restore.run({ annotation_ids: [id] }).then((done) => {
      live.preview(null);
      if (done) bin.refresh();
    });
  return (
    <div className="stack-wide">
      {restore.error && <p className="field-error" role="alert">{restore.error.message}</p>}
      <ul className="edits">
        {bin.items.map((one) => {
          const label = workspace.label(one.label_id);
          return (
            <li
              key={one.id}
              onMouseEnter={() => live.preview({ before: one.geometry, after: null })}
              onMouseLeave={() => live.preview(null)}
              onFocus={() => live.preview({ before: one.geometry, after: null })}
              onBlur={() => live.preview(null)}
            >
              <div className="grow">
                <LabelChip name={label?.name ?? "Deleted label"} color={label?.color ?? unknownColour} />
                <p className="small muted">
                  {one.geometry.type.replace("_", " ")} {sizeText(one.geometry)} · deleted{" "}
                  <Ago time={one.deleted_at!} />
                </p>
              </div>
              {editable && label && (
                <Button
                  size="s"
                  icon="undo"
                  disabled={restore.busy}
                  onClick={() => bringBack(one.id)}
                >
                  Restore
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {bin.hasMore && <Button busy={bin.loadingMore} onClick={bin.loadMore}>Deleted earlier</Button>}
    </div>
  );
}
