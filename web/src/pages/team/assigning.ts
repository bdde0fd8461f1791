// What the dialog for giving work asks the server.
import type {
  AssignmentBody,
  AssignmentsAnswer,
  ConsensusBody,
  ConsensusSet,
  Id,
  ImageChoice,
} from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { plural } from "../../lib/format.ts";

export type WorkKind = "label" | "review" | "consensus";

export interface WorkForm {
  kind: WorkKind;
  people: ReadonlySet<Id>;
  name: string;
  /** of the platform's date field: "2026-11-21" or "" */
  due: string;
  note: string;
  move: boolean;
  /** percent of images of the ground truth mixed in */
  check: number;
}

/** The end of that day where one is. */
export function dueTime(due: string): string | null {
  return due === "" ? null : new Date(`${due}T23:59:59`).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Sends it; answers what to say about it. */
export async function giveWork(projectId: Id, form: WorkForm, images: ImageChoice): Promise<string> {
  const shared = { user_ids: [...form.people], images, due_at: dueTime(form.due), note: form.note.trim() };
  if (form.kind === "consensus") {
    const body: ConsensusBody = { ...shared, name: form.name.trim() };
    const set = await api.post<ConsensusSet>(`/api/projects/${projectId}/consensus`, body);
    return `${plural(set.image_count, "image")} to be labelled by ${set.annotators.length} people independently`;
  }
  const body: AssignmentBody = {
    ...shared,
    kind: form.kind,
    move: form.move,
    ground_truth_rate: form.kind === "label" ? form.check / 100 : 0,
  };
  const answer = await api.post<AssignmentsAnswer>(`/api/projects/${projectId}/assignments`, body);
  const left = answer.skipped > 0 ? `; ${plural(answer.skipped, "image")} left out: somebody has them already` : "";
  return answer.assigned === 0 && answer.skipped === 0
    ? "No image was found to assign."
    : `${plural(answer.assigned, "image")} assigned${left}`;
}
