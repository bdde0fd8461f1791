import { useState } from "react";
import type { BulkAnswer, Id } from "../../api/types.ts";
import { cache } from "../../api/cache.ts";
import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { plural } from "../../lib/format.ts";
import { Menu, toast } from "../../ui/index.ts";
import { AssignDialog } from "./AssignDialog.tsx";

/** What a manager does with a selection for the team: give it to people, or hold it for true. */
export function AssignMenu({ projectId, ids }: { projectId: Id; ids: readonly Id[] }) {
  const [assigning, setAssigning] = useState(false);
  return (
    <>
      <Menu
        label="Assign"
        size="s"
        items={[
          { label: "Assign…", icon: "members", run: () => setAssigning(true) },
          { label: "Mark as ground truth", icon: "check", run: () => void markTruth(projectId, ids) },
        ]}
      >
        Assign
      </Menu>
      {assigning && <AssignDialog projectId={projectId} ids={ids} onClose={() => setAssigning(false)} />}
    </>
  );
}

async function markTruth(projectId: Id, ids: readonly Id[]) {
  const path = `/api/projects/${projectId}/ground-truth`;
  try {
    let marked = 0;
    for (let at = 0; at < ids.length; at += 1000) {
      const answer = await api.post<BulkAnswer>(path, { image_ids: ids.slice(at, at + 1000) });
      marked += answer.updated;
    }
    toast({ kind: "good", text: `The annotations of ${plural(marked, "image")} are held for true now.` });
  } catch (error) {
    toast({ kind: "bad", text: asApiError(error).message });
  }
  cache.invalidate(path);
}
