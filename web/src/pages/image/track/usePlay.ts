import { useEffect, useState } from "react";
import type { FrameStrip } from "./useFrames.ts";

/** Shortest time that a frame is shown: the page has to draw it. */
const leastMs = 40;

/** Goes on by itself, as fast as the video went and the pictures come. */
export function usePlay(
  strip: FrameStrip,
  ready: boolean,
): { playing: boolean; setPlaying: (playing: boolean) => void } {
  const [playing, setPlaying] = useState(false);
  const { frames, at, open } = strip;
  useEffect(() => {
    if (!playing || !ready) return;
    const here = frames[at], next = frames[at + 1];
    if (!here || !next) return setPlaying(false);
    const timer = setTimeout(() => open(at + 1), Math.max(leastMs, Math.min(1000, (next.time - here.time) * 1000)));
    return () => clearTimeout(timer);
  }, [playing, ready, frames, at, open]);
  return { playing, setPlaying };
}
