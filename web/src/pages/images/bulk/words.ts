// Changes to many images as questions.
import { plural } from "../../../lib/format.ts";
import { statusText } from "../../../ui/Status.tsx";
import { splitText } from "../filter/words.ts";
import type { Change } from "./change.ts";

/** "Set the status of 1,200 images to Done?" */
export function describe(change: Change, count: number): string {
  const images = plural(count, "image");
  switch (change.action) {
    case "status":
      return `Set the status of ${images} to ${statusText(change.status!)}?`;
    case "review":
      return `Set the review of ${images} to ${statusText(change.review_status!)}?`;
    case "split":
      return `Put ${images} into ${splitText(change.split!)}?`;
    case "tags":
      return `Change the tags of ${images}?`;
    case "null":
      return change.is_null ? `Mark ${images} as null?` : `Mark ${images} as not null?`;
    case "bin":
      return `Move ${images} to the bin?`;
    case "restore":
      return `Restore ${images}?`;
    case "delete":
      return `Delete ${images} for good?`;
    default:
      return `Change ${images}?`;
  }
}
