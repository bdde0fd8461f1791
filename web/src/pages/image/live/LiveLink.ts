// The live socket of one image: opened again when it is lost, with patience; says every few seconds that somebody looks on.
import { backoff } from "../../../api/jobStream.ts";
import type { Id } from "../../../api/types.ts";
import { type LiveFrame, parseFrame, type Pointing } from "./frames.ts";

export interface LiveSocket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LinkWorld {
  open: () => LiveSocket;
  later: (run: () => void, milliseconds: number) => () => void;
}

export interface LinkListener {
  onFrame: (frame: LiveFrame) => void;
  onState: (state: LinkState) => void;
}

export type LinkState = "connecting" | "live" | "lost";

/** The server shows nobody who has been silent for fourteen seconds. */
export const hereMs = 5000;
/** At most so often is it told where one points: twelve times a second. */
export const pointMs = 80;
/** Turned away: asking again at once would be no use. */
const refusedMs = 30_000;

export class LiveLink {
  #socket: LiveSocket | null = null;
  #open = false;
  #failures = 0;
  #over = false;
  #cancels = new Map<"again" | "here" | "point", () => void>();
  #pointing: Pointing | null = null;

  constructor(private readonly world: LinkWorld, private readonly listener: LinkListener) {}

  start() {
    if (this.#over || this.#socket) return;
    this.listener.onState("connecting");
    const socket = this.world.open();
    this.#socket = socket;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#open = true;
      this.listener.onState("live");
      this.here();
    };
    socket.onmessage = (event) => {
      const frame = socket === this.#socket ? parseFrame(event.data) : null;
      if (!frame) return;
      if (frame.type === "hello") this.#failures = 0;
      this.listener.onFrame(frame);
    };
    socket.onclose = (event) => this.#closed(socket, event);
  }

  stop() {
    this.#over = true;
    this.#clear();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** Looking on, now and until `away`. */
  here() {
    this.#say({ type: "here" });
    this.#after("here", hereMs, () => this.here());
  }

  /** Not looking on: the server ceases to show who is silent. */
  away() {
    this.#cancels.get("here")?.();
  }

  /** Tells where one points, the newest place at most twelve times a second. */
  point(pointing: Pointing) {
    const waits = this.#pointing !== null;
    this.#pointing = pointing;
    if (!waits) this.#after("point", pointMs, () => this.#tellPoint());
  }

  #tellPoint() {
    const pointing = this.#pointing;
    this.#pointing = null;
    if (pointing) this.#say({ type: "cursor", data: pointing });
  }

  #say(message: object) {
    if (this.#open) this.#socket?.send(JSON.stringify(message));
  }

  #closed(socket: LiveSocket, event: CloseEvent) {
    if (this.#over || socket !== this.#socket) return;
    this.#socket = null;
    this.#open = false;
    this.#clear();
    this.listener.onState("lost");
    const wait = event.code === 1008 ? refusedMs : backoff(this.#failures++);
    this.#after("again", wait, () => this.start());
  }

  #after(what: "again" | "here" | "point", milliseconds: number, run: () => void) {
    this.#cancels.get(what)?.();
    this.#cancels.set(what, this.world.later(run, milliseconds));
  }

  #clear() {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
    this.#pointing = null;
  }
}

/** The browser's own sockets and timers. */
export function browserWorld(imageId: Id): LinkWorld {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return {
    open: () => new WebSocket(`${scheme}://${location.host}/ws/images/${imageId}`),
    later: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}
