// What people do to groups, as the server takes it.
import type { BatchContent, BatchImage, GroupsBody, Id } from "../../../api/types.ts";

/** The images of each group, in the order of the groups: largest first, those in none last. */
export function membersOf(content: BatchContent): { label: string | null; images: BatchImage[] }[] {
  const groups = content.groups.map(({ label }) => ({ label, images: [] as BatchImage[] }));
  const byLabel = new Map(groups.map((group) => [group.label, group.images]));
  for (const image of content.images) byLabel.get(image.group_label)?.push(image);
  return groups;
}

/** Moves the chosen images of the batch; null takes them out of their groups. */
export function moving(content: BatchContent, chosen: ReadonlySet<Id>, to: string | null): GroupsBody {
  const moved = content.images.filter((image) => chosen.has(image.image_id) && image.group_label !== to);
  return { moves: moved.map((image) => ({ image_id: image.image_id, group_label: to })) };
}

/** A name that no group has yet. */
export function newName(content: BatchContent): string {
  const taken = new Set(content.groups.map((group) => group.label));
  let number = 1;
  while (taken.has(`New group ${number}`)) number++;
  return `New group ${number}`;
}

/** Where the keyboard goes in a row of cells that wraps. */
export function steppedTo(index: number, count: number, columns: number, key: string): number | null {
  const steps: { [key: string]: number } = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  const to = index + step;
  return to < 0 || to >= count ? null : to;
}
