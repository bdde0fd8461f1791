import type { AnnotationRestore, AnnotationRestoreAnswer, Id } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { plural } from "../../../lib/format.ts";
import { toast } from "../../../ui/index.ts";
import { useWorkspace } from "../workspace/context.ts";

/** Brings annotations back, after what is open here has been saved: going back is a change like any other. */
export function useRestore(imageId: Id) {
  const workspace = useWorkspace();
  const path = `/api/images/${imageId}/annotations`;
  return useMutation(async (body: AnnotationRestore) => {
    await workspace.save();
    if (workspace.snapshot.save.is !== "saved") {
      throw new Error("Your own changes are not saved yet. Save or decide about them first.");
    }
    const answer = await api.post<AnnotationRestoreAnswer>(`${path}/restore`, body);
    if (answer.preview) return answer;
    workspace.hear(answer.annotations);
    toast(restoreWords(answer, "done"));
    return answer;
  }, { invalidates: [`/api/images/${imageId}`] });
}

/** "2 objects come back, 1 goes back to what it was, 3 go to the bin." */
export function restoreWords(answer: AnnotationRestoreAnswer, tense: "done" | "would"): string {
  const { restored, changed, deleted, skipped } = answer;
  const would = tense === "would";
  const parts = [
    restored && `${plural(restored, "object")} ${would ? (restored === 1 ? "comes" : "come") : "came"} back`,
    changed &&
    `${plural(changed, "object")} ${would ? (changed === 1 ? "goes" : "go") : "went"} back to what ${
      changed === 1 ? "it was" : "they were"
    }`,
    deleted && `${plural(deleted, "object")} ${would ? (deleted === 1 ? "goes" : "go") : "went"} to the bin`,
    skipped &&
    `${plural(skipped, "object")} cannot come back: ${skipped === 1 ? "its label is" : "their labels are"} no more`,
  ].filter(Boolean);
  if (parts.length === 0) return would ? "Nothing would change: the image is as it was then." : "Nothing had changed.";
  const text = parts.join(", ");
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
