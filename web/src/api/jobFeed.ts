// What a job's frames add up to: lines of log, metrics by epoch, state and progress.
import type { EpochMetrics, JobFrame, JobStatus } from "./types.ts";

export interface LogLine {
  /** position in the log, for keys */
  number: number;
  stream: "stdout" | "stderr" | "system";
  text: string;
  at: string;
}

export interface Feed {
  lines: readonly LogLine[];
  /** lines let go from the front */
  dropped: number;
  metrics: readonly EpochMetrics[];
  status: JobStatus | null;
  error: string | null;
  progress: number | null;
  message: string | null;
}

export const emptyFeed: Feed = {
  lines: [],
  dropped: 0,
  metrics: [],
  status: null,
  error: null,
  progress: null,
  message: null,
};
export const keptLines = 50_000;

/** The feed after some more frames. A metric of an epoch seen before (a resumed run) replaces it. */
export function feedWith(feed: Feed, frames: readonly JobFrame[]): Feed {
  const next = { ...feed };
  const lines: LogLine[] = [];
  let number = feed.dropped + feed.lines.length;
  for (const frame of frames) {
    if (frame.type === "log") {
      for (const text of splitLines(frame.data.text)) {
        lines.push({ number: number++, stream: frame.data.stream, text, at: frame.at });
      }
    } else if (frame.type === "metric") {
      next.metrics = [...next.metrics.filter((metric) => metric.epoch !== frame.data.epoch), frame.data].sort((a, b) =>
        a.epoch - b.epoch
      );
    } else if (frame.type === "progress") {
      next.progress = frame.data.fraction;
      next.message = frame.data.message;
    } else if (frame.type === "state") {
      next.status = frame.data.status;
      next.error = frame.data.error_message;
    }
  }
  if (lines.length > 0) {
    const all = [...feed.lines, ...lines];
    const excess = Math.max(0, all.length - keptLines);
    next.lines = excess > 0 ? all.slice(excess) : all;
    next.dropped = feed.dropped + excess;
  }
  return next;
}

// deno-lint-ignore no-control-regex
const ansi = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Lines as a terminal would leave them: without colours, and of a line rewritten by carriage returns only the last state. */
function splitLines(text: string): string[] {
  const clean = text.replace(ansi, "").replace(/\r?\n$/, "");
  return clean.split(/\r?\n/).map((line) => line.slice(line.lastIndexOf("\r") + 1));
}
