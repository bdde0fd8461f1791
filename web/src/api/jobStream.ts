// A job's frames as they come: WS /ws/jobs/{id}?offset=n. A lost connection is taken up again after the last frame seen, so
// nothing is missed and nothing comes twice.
import type { JobFrame, JobStatus } from "./types.ts";

export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(): void;
}

export interface StreamWorld {
  open: (offset: number) => Socket;
  later: (run: () => void, milliseconds: number) => () => void;
}

export interface StreamListener {
  onFrames: (frames: JobFrame[]) => void;
  onConnection?: (state: "connecting" | "live" | "lost" | "ended") => void;
}

const ended: readonly JobStatus[] = ["SUCCEEDED", "FAILED", "CANCELLED"];

export function isEnded(status: JobStatus): boolean {
  return ended.includes(status);
}

export class JobStream {
  #next: number;
  #failures = 0;
  #socket: Socket | null = null;
  #cancelTimer: (() => void) | null = null;
  #over = false;
  /** the newest state frame was a last one: the server closes when it has handed over everything */
  #ending = false;

  constructor(private readonly world: StreamWorld, private readonly listener: StreamListener, from = 0) {
    this.#next = from;
  }

  /** The offset that the next connection asks for. */
  get offset(): number {
    return this.#next;
  }

  /** Connects; after an end (a job that is tried again) it goes on where it was. */
  start() {
    if (this.#over || this.#socket) return;
    this.listener.onConnection?.("connecting");
    const socket = this.world.open(this.#next);
    this.#socket = socket;
    socket.onopen = () => this.listener.onConnection?.("live");
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = () => this.#closed(socket);
  }

  stop() {
    this.#over = true;
    this.#cancelTimer?.();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #receive(data: unknown) {
    const frame = parseFrame(data);
    if (!frame || frame.offset < this.#next) return;
    this.#next = frame.offset + 1;
    this.#failures = 0;
    this.listener.onFrames([frame]);
    // A job that was retried holds more than one last state: only the server's goodbye after one is the end.
    if (frame.type === "state") this.#ending = isEnded(frame.data.status);
  }

  #closed(socket: Socket) {
    if (this.#over || socket !== this.#socket) return;
    this.#socket = null;
    if (this.#ending) return this.listener.onConnection?.("ended");
    this.listener.onConnection?.("lost");
    this.#cancelTimer = this.world.later(() => this.start(), backoff(this.#failures++));
  }
}

/** Half a second, doubling, at most ten seconds. */
export function backoff(failures: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(failures, 10));
}

/** A frame of the wire, or null for what is none. */
export function parseFrame(data: unknown): JobFrame | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data) as JobFrame;
    return typeof frame.offset === "number" && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/** The browser's own sockets and timers. */
export function browserWorld(jobId: string): StreamWorld {
  const base = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/jobs/${jobId}`;
  return {
    open: (offset) => new WebSocket(`${base}?offset=${offset}`),
    later: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}
