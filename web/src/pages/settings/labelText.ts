// Attributes and skeletons as people type them, both ways. A string answer is what is wrong.
import type { LabelAttribute, Skeleton } from "../../api/types.ts";

const kinds = ["text", "number", "boolean", "select"] as const;

export function parseAttributes(text: string): LabelAttribute[] | string {
  const found: LabelAttribute[] = [];
  for (const line of text.split("\n").map((one) => one.trim()).filter((one) => one !== "")) {
    const [, name, kind, rest] = /^([^:]+):\s*(\w+)\s*(.*)$/.exec(line) ?? [];
    const type = kinds.find((one) => one === kind);
    if (!name || !type) return `“${line}”: write name: ${kinds.join(", ")}`;
    if (found.some((one) => one.name === name.trim())) return `“${name.trim()}” stands twice`;
    if (type !== "select") {
      found.push({ name: name.trim(), type });
      continue;
    }
    const options = (rest ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "");
    if (options.length === 0) return `“${name.trim()}”: a select needs its choices, with commas`;
    found.push({ name: name.trim(), type, options });
  }
  return found;
}

export function writeAttributes(attributes: readonly LabelAttribute[]): string {
  return attributes.map((one) => `${one.name}: ${one.type}${one.options ? ` ${one.options.join(", ")}` : ""}`).join(
    "\n",
  );
}

export function parseSkeleton(keypoints: string, edges: string): Skeleton | null | string {
  const names = keypoints.split(",").map((one) => one.trim()).filter((one) => one !== "");
  if (names.length === 0) return edges.trim() === "" ? null : "connections need keypoints";
  if (new Set(names).size !== names.length) return "a keypoint stands twice";
  const pairs: [number, number][] = [];
  for (const edge of edges.split(",").map((one) => one.trim()).filter((one) => one !== "")) {
    const found = splitEdge(edge, names);
    if (!found) return `“${edge}” does not connect two keypoints: write first-second`;
    pairs.push(found);
  }
  return { keypoints: names, edges: pairs };
}

/** Names may hold hyphens themselves: try each of them as the divider. */
function splitEdge(edge: string, names: readonly string[]): [number, number] | null {
  for (let at = edge.indexOf("-"); at >= 0; at = edge.indexOf("-", at + 1)) {
    const from = names.indexOf(edge.slice(0, at).trim());
    const to = names.indexOf(edge.slice(at + 1).trim());
    if (from >= 0 && to >= 0 && from !== to) return [from, to];
  }
  return null;
}

export function writeEdges(skeleton: Skeleton): string {
  return skeleton.edges.map(([from, to]) => `${skeleton.keypoints[from]}-${skeleton.keypoints[to]}`).join(", ");
}
