// A sequence's frames as the timeline shows them. Places are those of the list, which lacks frames that are in the bin.
import type { Id, SequenceFrame, TrackStop } from "../../../api/types.ts";

/** The place of an image: at the frame that is asked for where it stands at several, else at its first; -1: nowhere. */
export function placeOf(frames: readonly SequenceFrame[], imageId: Id, index: number | null): number {
  const first = frames.findIndex((frame) => frame.image_id === imageId);
  if (first < 0 || index === null || frames[first]!.index === index) return first;
  const asked = frames.findIndex((frame) => frame.index === index && frame.image_id === imageId);
  return asked < 0 ? first : asked;
}

/** The place so many steps on; null at the end already. */
export function stepped(count: number, at: number, by: number): number | null {
  const to = Math.max(0, Math.min(count - 1, at + by));
  return at < 0 || to === at ? null : to;
}

/** Looks exactly like another frame: they are one image, and the URL must say which is meant. */
export function isRepeated(frames: readonly SequenceFrame[], at: number): boolean {
  const id = frames[at]?.image_id;
  return frames.some((frame, other) => other !== at && frame.image_id === id);
}

/** The last frame at most `by` further on that is another image; -1: there is none. */
export function reached(frames: readonly SequenceFrame[], at: number, by: number): number {
  for (let to = Math.min(frames.length - 1, at + by); to > at; to--) {
    if (frames[to]!.image_id !== frames[at]!.image_id) return to;
  }
  return -1;
}

/** Stretches of frames, from and to (included), on which a track is; by the frames' numbers. */
export function stretches(stops: readonly TrackStop[], frames: readonly SequenceFrame[]): [number, number][] {
  const there = new Set(stops.map((stop) => stop.image_id));
  const found: [number, number][] = [];
  frames.forEach((frame, at) => {
    if (!there.has(frame.image_id)) return;
    const last = found.at(-1);
    if (last && last[1] === at - 1) last[1] = at;
    else found.push([at, at]);
  });
  return found;
}

/** "1:02.34": minutes, seconds, hundredths. */
export function clockText(seconds: number): string {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${Math.floor(hundredths / 6000)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}
