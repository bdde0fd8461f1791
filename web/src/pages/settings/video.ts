// Videos before they are sent: told by how they begin, and which of their frames are wanted.
import type { FramesWanted } from "../../api/types.ts";

const ascii = (bytes: Uint8Array, at: number, text: string) =>
  [...text].every((sign, i) => bytes[at + i] === sign.charCodeAt(0));
const begins = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);

/** As the server tells them; 377 bytes are enough. */
export function isVideo(bytes: Uint8Array): boolean {
  const picture = ["heic", "heix", "mif1", "avif"].some((brand) => ascii(bytes, 8, brand));
  if (["ftyp", "moov", "mdat", "wide"].some((box) => ascii(bytes, 4, box))) return !picture;
  if (ascii(bytes, 0, "RIFF") && ascii(bytes, 8, "AVI ")) return true;
  if (begins(bytes, 0x1a, 0x45, 0xdf, 0xa3) || begins(bytes, 0x30, 0x26, 0xb2, 0x75)) return true;
  if (begins(bytes, 0, 0, 1, 0xba) || begins(bytes, 0, 0, 1, 0xb3)) return true;
  if (["FLV", "OggS", "GIF8"].some((text) => ascii(bytes, 0, text))) return true;
  return bytes[0] === 0x47 && bytes[188] === 0x47 && bytes[376] === 0x47;
}

export const rules = [
  { value: "every", label: "Every n-th frame", field: "Which frame", hint: "1 takes all of them.", start: "10" },
  { value: "fps", label: "A number a second", field: "Frames a second", hint: "The first of each period.", start: "2" },
  {
    value: "scene",
    label: "Where the scene changes",
    field: "Change",
    hint: "From 0 to 1: how different a frame must be from the one before. 0.3 finds cuts.",
    start: "0.3",
  },
] as const;
export type Rule = typeof rules[number]["value"];

export interface FrameForm {
  rule: Rule;
  value: string;
  start: string;
  end: string;
  limit: string;
  format: "jpeg" | "png";
}

/** What the API is asked, or what is wrong by field. */
export function wantedOf(form: FrameForm): { wanted: FramesWanted } | { errors: { [field: string]: string } } {
  const errors: { [field: string]: string } = {};
  const number = (name: keyof FrameForm, least: number, most: number, whole = false): number | undefined => {
    const text = form[name].trim();
    if (text === "" && (name === "start" || name === "end")) return undefined;
    const value = Number(text);
    if (text !== "" && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    errors[name] = `A ${whole ? "whole " : ""}number from ${least} to ${most}.`;
    return undefined;
  };
  const bounds = { every: [1, 1e6], fps: [0.001, 1000], scene: [0.001, 1] } as const;
  const value = number("value", bounds[form.rule][0], bounds[form.rule][1], form.rule === "every");
  const start = number("start", 0, 1e7), end = number("end", 0, 1e7), limit = number("limit", 1, 100_000, true);
  if (end !== undefined && end <= (start ?? 0)) errors.end = "Must be after the start.";
  if (Object.keys(errors).length > 0) return { errors };
  return {
    wanted: {
      [form.rule]: value!,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      limit: limit!,
      format: form.format,
    },
  };
}
