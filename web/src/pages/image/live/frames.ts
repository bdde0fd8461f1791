// What is said on WS /ws/images/{id}: {type, at, data}, and back: {type, data}.
import type { Annotation, Id, Point, Time } from "../../../api/types.ts";

/** Somebody who has the image open, once for each window. */
export interface Person {
  connection_id: Id;
  user_id: Id;
  username: string;
  color: string;
  since: Time;
}

/** By these two one sees whether one has the server's living annotations. */
export interface AnnotationMark {
  count: number;
  newest: Time | null;
}

export interface Pointing {
  point: Point | null;
  selection: Id[];
}

export type AnnotationNews =
  | { resync: true }
  | { resync: false; user_id: Id | null; username: string | null; annotations: Annotation[] };

export type LiveFrame =
  | { type: "hello"; at: Time; data: { connection_id: Id; people: Person[]; annotations: AnnotationMark } }
  | { type: "presence"; at: Time; data: { people: Person[] } }
  | { type: "annotations"; at: Time; data: AnnotationNews }
  | { type: "comments"; at: Time; data: { comment_id?: Id; user_id?: Id } }
  | { type: "image"; at: Time; data: { user_id?: Id } }
  | { type: "cursor"; at: Time; data: Pointing & { connection_id: Id } };

const types = ["hello", "presence", "annotations", "comments", "image", "cursor"];

/** A frame of the wire, or null for what is none (a newer server may say more). */
export function parseFrame(data: unknown): LiveFrame | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as LiveFrame;
    return types.includes(frame.type) && typeof frame.data === "object" && frame.data ? frame : null;
  } catch {
    return null;
  }
}
