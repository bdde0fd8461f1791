import { useEffect, useRef, useState } from "react";
import type { JobFrame } from "./types.ts";
import { emptyFeed, type Feed, feedWith } from "./jobFeed.ts";
import { browserWorld, JobStream } from "./jobStream.ts";

export type Connection = "connecting" | "live" | "lost" | "ended";

/** Follows a job; `isActive`: it is known to go on (again). Frames are gathered and shown at most ten times a second, however fast they come. */
export function useJobFeed(
  jobId: string | null,
  isActive: boolean,
  onEnd?: () => void,
): { feed: Feed; connection: Connection } {
  const [feed, setFeed] = useState<Feed>(emptyFeed);
  const [connection, setConnection] = useState<Connection>("connecting");
  const stream = useRef<JobStream | null>(null);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (jobId === null) return;
    setFeed(emptyFeed);
    let waiting: JobFrame[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      const frames = waiting;
      waiting = [];
      timer = undefined;
      setFeed((old) => feedWith(old, frames));
    };
    stream.current = new JobStream(browserWorld(jobId), {
      onFrames: (frames) => {
        waiting.push(...frames);
        timer ??= setTimeout(flush, 100);
      },
      onConnection: (state) => {
        setConnection(state);
        if (state === "ended") end.current?.();
      },
    });
    stream.current.start();
    return () => {
      clearTimeout(timer);
      stream.current?.stop();
    };
  }, [jobId]);
  useEffect(() => {
    if (!isActive || connection !== "ended") return;
    const timer = setTimeout(() => stream.current?.start(), 1000);
    return () => clearTimeout(timer);
  }, [isActive, connection]);
  return { feed, connection };
}
