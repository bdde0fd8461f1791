import { plural } from "../../lib/format.ts";
import type { OutboxStatus } from "./outbox/Outbox.ts";

/** Whether all is saved is not known before the objects are here, and what earlier visits left behind. */
export type SaveStatus = OutboxStatus | { is: "opening" };

export interface SaveWords {
  icon: "check" | "clock" | "warning" | "compare" | "error" | "lock";
  tone: "muted" | "warn" | "bad";
  text: string;
  tip: string;
  /** what a person can do about it */
  action?: string;
}

/** What is true about saving, in words: never "Saved" before the server said so. */
export function saveWords(save: SaveStatus, kept = true): SaveWords {
  const where = kept ? "kept here" : "in this window only";
  const warning = kept ? "" : " This browser cannot store them (it is full, or private): do not close this window.";
  switch (save.is) {
    case "opening":
      return { icon: "clock", tone: "muted", text: "Opening…", tip: "The objects are on their way" };
    case "saved":
      return { icon: "check", tone: "muted", text: "Saved", tip: "Everything is on the server" };
    case "unsaved":
      return {
        icon: "clock",
        tone: "muted",
        text: "Unsaved",
        tip: `${plural(save.count, "change")}, saved in a moment`,
      };
    case "saving":
      return { icon: "clock", tone: "muted", text: "Saving…", tip: plural(save.count, "change") };
    case "offline":
      return {
        icon: "warning",
        tone: "warn",
        text: `Offline: ${plural(save.count, "change")} ${where}`,
        tip: `The server does not answer. The changes are sent when it does.${warning}`,
        action: "Try now",
      };
    case "signedOut":
      return {
        icon: "lock",
        tone: "warn",
        text: `Signed out: ${plural(save.count, "change")} ${where}`,
        tip: `The changes are sent when you sign in again.${warning}`,
        action: "Try now",
      };
    case "conflict":
      return {
        icon: "compare",
        tone: "warn",
        text: plural(save.count, "conflict"),
        tip: "Someone else changed the same objects",
        action: "Decide",
      };
    case "refused":
      return { icon: "error", tone: "bad", text: `Not saved: ${save.reason}`, tip: save.reason, action: "Try again" };
  }
}
