import { useEffect, useMemo, useRef, useState } from "react";

const restMs = 120;

/** Whether a list flies by too fast to be looked at: more than so many pixels from one frame to the next, until it rests. */
export function useFlick(pixels: number): { flying: boolean; scrolled: (top: number) => void } {
  const [flying, setFlying] = useState(false);
  const last = useRef<number | null>(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const scrolled = useMemo(() => (top: number) => {
    const far = last.current !== null && Math.abs(top - last.current) > pixels;
    last.current = top;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      last.current = null;
      setFlying(false);
    }, restMs);
    // One jump (a key, a click into the scroll bar) is no flight.
    if (far) setFlying(jumped.current);
    jumped.current = far;
  }, [pixels]);
  const jumped = useRef(false);
  return { flying, scrolled };
}
