// Attributes as people type them, both ways. A string answer is what is wrong.
import type { LabelAttribute } from "../../api/types.ts";

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
