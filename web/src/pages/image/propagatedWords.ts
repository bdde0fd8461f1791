import { plural } from "../../lib/format.ts";
import type { Propagated } from "./workspace/propagate.ts";

/** What copying to other images came to, in one or two sentences. */
export function propagatedWords({ made, already, unfit, failed }: Propagated, images: number): string {
  const objects = made.reduce((sum, { ids }) => sum + ids.length, 0);
  const where = made.length === 1 && images === 1 ? "the next image" : plural(made.length, "image");
  const words = [objects > 0 ? `Copied ${plural(objects, "object")} to ${where}.` : "Nothing was copied."];
  if (already > 0) words.push(`${plural(already, "object")} ${already === 1 ? "was" : "were"} there already.`);
  if (unfit > 0) words.push(`${plural(unfit, "mask")} did not fit an image of another size.`);
  if (failed.length > 0) {
    const names = failed.slice(0, 3).map(({ filename }) => filename).join(", ");
    words.push(`Not to ${names}${failed.length > 3 ? ` and ${failed.length - 3} more` : ""}: try again.`);
  }
  return words.join(" ");
}
