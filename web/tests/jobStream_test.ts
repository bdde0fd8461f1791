import * as assert from "./assert.ts";
import { backoff, JobStream, parseFrame, type Socket, type StreamWorld } from "../src/api/jobStream.ts";
import type { JobFrame } from "../src/api/types.ts";

/** A world whose sockets and timers the test moves by hand. */
class Hands implements StreamWorld {
  sockets: { offset: number; socket: Socket; closed: boolean }[] = [];
  timers: { run: () => void; milliseconds: number; cancelled: boolean }[] = [];

  open = (offset: number): Socket => {
    const one = { offset, closed: false, socket: null as unknown as Socket };
    one.socket = { onopen: null, onmessage: null, onclose: null, close: () => one.closed = true };
    this.sockets.push(one);
    return one.socket;
  };
  later = (run: () => void, milliseconds: number) => {
    const timer = { run, milliseconds, cancelled: false };
    this.timers.push(timer);
    return () => timer.cancelled = true;
  };
  get last() {
    return this.sockets.at(-1)!;
  }
  say(frame: object) {
    this.last.socket.onmessage!({ data: JSON.stringify(frame) } as MessageEvent);
  }
  drop() {
    this.last.socket.onclose!({} as CloseEvent);
  }
}

const log = (offset: number) => ({ offset, type: "log", at: "", data: { stream: "stdout", text: `line ${offset}` } });
const state = (offset: number, status: string) => ({
  offset,
  type: "state",
  at: "",
  data: { status, error_message: null },
});

function started(from = 0) {
  const hands = new Hands();
  const frames: JobFrame[] = [];
  const states: string[] = [];
  const stream = new JobStream(hands, {
    onFrames: (more) => frames.push(...more),
    onConnection: (one) => states.push(one),
  }, from);
  stream.start();
  return { hands, frames, states, stream };
}

Deno.test("a lost connection is taken up after the last frame seen", () => {
  const { hands, frames, states } = started();
  assert.equal(hands.last.offset, 0);
  hands.say(log(0));
  hands.say(log(1));
  hands.drop();
  assert.equal(hands.timers.length, 1);
  hands.timers[0]!.run();
  assert.equal(hands.last.offset, 2);
  hands.say(log(1));
  hands.say(log(2));
  assert.deepEqual(frames.map((frame) => frame.offset), [0, 1, 2]);
  assert.deepEqual(states, ["connecting", "lost", "connecting"]);
});

Deno.test("waiting grows with failures and starts over after a frame", () => {
  const { hands } = started();
  for (let i = 0; i < 3; i++) {
    hands.drop();
    hands.timers.at(-1)!.run();
  }
  assert.deepEqual(hands.timers.map((timer) => timer.milliseconds), [500, 1000, 2000]);
  hands.say(log(0));
  hands.drop();
  assert.equal(hands.timers.at(-1)!.milliseconds, 500);
  assert.equal(backoff(40), 10_000);
});

Deno.test("the server's goodbye after a last state ends the stream", () => {
  const { hands, states } = started();
  hands.say(state(0, "RUNNING"));
  hands.say(state(1, "SUCCEEDED"));
  hands.drop();
  assert.equal(hands.timers.length, 0);
  assert.equal(states.at(-1), "ended");
});

Deno.test("a job tried again is followed past its first failure, also after the end", () => {
  const { hands, states, stream } = started();
  hands.say(state(0, "FAILED"));
  hands.say(state(1, "RUNNING"));
  hands.drop();
  assert.equal(states.at(-1), "lost");
  hands.timers[0]!.run();
  hands.say(state(2, "FAILED"));
  hands.drop();
  assert.equal(states.at(-1), "ended");
  stream.start();
  assert.equal(hands.last.offset, 3);
  hands.say(state(3, "RUNNING"));
  hands.drop();
  assert.equal(states.at(-1), "lost");
});

Deno.test("stopping closes the socket and cancels the next try", () => {
  const { hands, stream } = started();
  hands.drop();
  stream.stop();
  assert.ok(hands.timers[0]!.cancelled);
  const other = started();
  other.stream.stop();
  assert.ok(other.hands.last.closed);
  other.hands.drop();
  assert.equal(other.hands.timers.length, 0);
});

Deno.test("a stream may begin in the middle", () => {
  const { hands, frames } = started(5);
  assert.equal(hands.last.offset, 5);
  hands.say(log(4));
  hands.say(log(5));
  assert.deepEqual(frames.map((frame) => frame.offset), [5]);
});

Deno.test("what is no frame is passed over", () => {
  assert.equal(parseFrame("{"), null);
  assert.equal(parseFrame('{"type":"log"}'), null);
  assert.equal(parseFrame(new ArrayBuffer(2)), null);
});
