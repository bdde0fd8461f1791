import type { ReactNode } from "react";

type Tone = "idle" | "info" | "good" | "warn" | "bad";
/** Every status string of the API, with the word and the tone that people see. */
const statuses: { [status: string]: [text: string, tone: Tone] } = {
  UPLOADING: ["Uploading", "info"],
  QUEUED: ["Queued", "idle"],
  RUNNING: ["Running", "info"],
  SUCCEEDED: ["Succeeded", "good"],
  FAILED: ["Failed", "bad"],
  CANCELLED: ["Cancelled", "idle"],
  BUILDING: ["Building", "info"],
  READY: ["Ready", "good"],
  pending: ["Pending", "idle"],
  running: ["Running", "info"],
  completed: ["Completed", "good"],
  failed: ["Failed", "bad"],
  cancelled: ["Cancelled", "idle"],
  queued: ["Queued", "idle"],
  processing: ["Processing", "info"],
  NEW: ["New", "idle"],
  IN_PROGRESS: ["In progress", "warn"],
  DONE: ["Done", "good"],
  UNREVIEWED: ["Unreviewed", "idle"],
  APPROVED: ["Approved", "good"],
  REJECTED: ["Rejected", "bad"],
  NEEDS_REVISION: ["Needs revision", "warn"],
  ok: ["OK", "good"],
  unavailable: ["Unavailable", "bad"],
  deployed: ["Deployed", "good"],
};

export function statusText(status: string): string {
  return statuses[status]?.[0] ?? status;
}

/** A dot and a word; the word carries the meaning, the colour helps. */
export function Status({ status }: { status: string }) {
  const [text, tone] = statuses[status] ?? [status, "idle"];
  return (
    <span className={`status status-${tone}`}>
      <span className="dot" aria-hidden="true" />
      {text}
    </span>
  );
}

export function Badge({ children, tone = "idle" }: { children: ReactNode; tone?: Tone }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** The colour of a label beside its name. */
export function LabelChip({ name, color }: { name: string; color: string }) {
  return (
    <span className="label-chip">
      <span className="swatch" style={{ background: color }} aria-hidden="true" />
      <span className="truncate">{name}</span>
    </span>
  );
}
