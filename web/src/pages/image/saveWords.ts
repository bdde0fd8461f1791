import { plural } from "../../lib/format.ts";
import type { OutboxStatus } from "./outbox/Outbox.ts";

export interface SaveWords {
  icon: "check" | "clock" | "warning" | "compare" | "error";
  tone: "muted" | "warn" | "bad";
  text: string;
  tip: string;
  /** what a person can do about it */
  action?: string;
}

/** What is true about saving, in words: never "Saved" before the server said so. */
export function saveWords(save: OutboxStatus): SaveWords {
  switch (save.is) {
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
        text: `Offline: ${plural(save.count, "change")} kept here`,
        tip: "The server does not answer. The changes are kept in this browser and sent when it does.",
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
