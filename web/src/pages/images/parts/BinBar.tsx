import { useState } from "react";
import type { Id, ImageCount, ImageQuery } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { plural } from "../../../lib/format.ts";
import { Button, ConfirmDialog, Icon } from "../../../ui/index.ts";
import type { Bulk } from "../bulk/useBulk.ts";

const inBin: ImageQuery = { bin: true };

/** What the bin is, and how it is emptied: all of it, whatever the filter. */
export function BinBar({ projectId, bulk, version }: { projectId: Id; bulk: Bulk; version: number }) {
  const [asked, setAsked] = useState(false);
  // `of` asks anew when the list does; the server passes it over.
  const total = useQuery<ImageCount>(`/api/projects/${projectId}/images/count`, {
    query: { ...inBin, of: version },
    freshMs: 0,
  });
  const count = total.data?.count ?? 0;
  return (
    <div className="bin-bar">
      <Icon name="trash" />
      <span className="grow muted">
        Deleted images stay here, with all that is on them, until they are restored or deleted for good.
      </span>
      <Button size="s" kind="danger" disabled={count === 0} busy={bulk.busy} onClick={() => setAsked(true)}>
        Empty the bin
      </Button>
      {asked && (
        <ConfirmDialog
          title={`Delete ${plural(count, "image")} for good?`}
          action="Empty the bin"
          busy={bulk.busy}
          onConfirm={() => void bulk.run({ query: inBin, count }, { action: "delete" }).then(() => setAsked(false))}
          onClose={() => setAsked(false)}
        >
          Everything in the bin goes, with annotations, comments and history. This cannot be undone. The files
          themselves are freed when storage is cleaned up.
        </ConfirmDialog>
      )}
    </div>
  );
}
