import { useEffect, useState } from "react";
import type { AnnotationChange, AnnotationRestoreAnswer, Id } from "../../../api/types.ts";
import { ago } from "../../../lib/format.ts";
import { Button, Dialog, Notice, Skeleton } from "../../../ui/index.ts";
import { restoreWords, useRestore } from "./useRestore.ts";

/** Bringing a whole image back to a moment: says first what that would do. */
export function RestoreDialog(
  { imageId, change, onClose }: { imageId: Id; change: AnnotationChange; onClose: () => void },
) {
  const preview = useRestore(imageId);
  const restore = useRestore(imageId);
  const [would, setWould] = useState<AnnotationRestoreAnswer>();
  useEffect(() => void preview.run({ history_id: change.id, preview: true }).then(setWould), [change.id]);
  const error = preview.error ?? restore.error;
  const nothing = would !== undefined && would.restored + would.changed + would.deleted === 0;
  return (
    <Dialog
      title="Bring the whole image back?"
      onClose={onClose}
      onSubmit={() => void restore.run({ history_id: change.id }).then((done) => done && onClose())}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={restore.busy} disabled={!would || nothing}>Bring it back</Button>
        </>
      }
    >
      <div className="stack-wide">
        <p>All objects become what they were {ago(change.at)}, after the change by {change.username ?? "Fovea"}.</p>
        {would
          ? (
            <p>
              <strong>{restoreWords(would, "would")}</strong>
            </p>
          )
          : !error && <Skeleton />}
        {error && <Notice kind="bad" title={error.title}>{error.message}</Notice>}
        <p className="muted small">This is a change like any other: the history can bring you back to now.</p>
      </div>
    </Dialog>
  );
}
