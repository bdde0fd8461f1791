import * as assert from "../assert.ts";
import { parseFrame, type Person } from "../../src/pages/image/live/frames.ts";
import { hereMs, LiveLink, type LiveSocket, pointMs } from "../../src/pages/image/live/LiveLink.ts";
import { initials, peopleOf } from "../../src/pages/image/live/People.tsx";

class Socket implements LiveSocket {
  onopen: LiveSocket["onopen"] = null;
  onmessage: LiveSocket["onmessage"] = null;
  onclose: LiveSocket["onclose"] = null;
  said: { type: string; data?: { point: unknown } }[] = [];
  closed = false;
  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
}

class World {
  sockets: Socket[] = [];
  timers: { at: number; run: () => void; off: boolean }[] = [];
  now = 0;
  frames: string[] = [];
  states: string[] = [];
  link = new LiveLink({
    open: () => {
      const socket = new Socket();
      this.sockets.push(socket);
      return socket;
    },
    later: (run, milliseconds) => {
      const timer = { at: this.now + milliseconds, run, off: false };
      this.timers.push(timer);
      return () => void (timer.off = true);
    },
  }, { onFrame: (frame) => this.frames.push(frame.type), onState: (state) => this.states.push(state) });

  get socket() {
    return this.sockets.at(-1)!;
  }

  pass(milliseconds: number) {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.timers.filter((timer) => !timer.off && timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = next.at;
      next.off = true;
      next.run();
    }
    this.now = end;
  }

  opened() {
    this.link.start();
    this.socket.onopen!(new Event("open"));
  }
  lose(code = 1006) {
    this.socket.onclose!({ code } as CloseEvent);
  }
}

Deno.test("somebody who looks on says so every few seconds, and not while away", () => {
  const world = new World();
  world.opened();
  world.pass(3 * hereMs);
  assert.equal(world.socket.said.filter(({ type }) => type === "here").length, 4);
  world.link.away();
  world.pass(10 * hereMs);
  assert.equal(world.socket.said.length, 4);
  world.link.here();
  assert.equal(world.socket.said.length, 5);
});

Deno.test("a pointer that never rests is told twelve times a second, its newest place", () => {
  const world = new World();
  world.opened();
  for (let i = 0; i < 100; i++) {
    world.link.point({ point: [i, 0], selection: [] });
    world.pass(10);
  }
  const told = world.socket.said.filter(({ type }) => type === "cursor");
  assert.ok(told.length <= 1000 / pointMs + 1 && told.length >= 10, String(told.length));
  world.pass(pointMs);
  assert.deepEqual(world.socket.said.filter(({ type }) => type === "cursor").at(-1)!.data!.point, [99, 0]);
});

Deno.test("a lost socket is opened again with patience; one that was turned away much later", () => {
  const world = new World();
  world.opened();
  world.lose();
  assert.deepEqual(world.states, ["connecting", "live", "lost"]);
  world.pass(500);
  assert.equal(world.sockets.length, 2);
  world.lose();
  world.pass(500);
  assert.equal(world.sockets.length, 2, "twice as long");
  world.pass(500);
  assert.equal(world.sockets.length, 3);
  world.socket.onopen!(new Event("open"));
  world.lose(1008);
  world.pass(20_000);
  assert.equal(world.sockets.length, 3);
  world.pass(10_000);
  assert.equal(world.sockets.length, 4);
  world.link.stop();
  assert.ok(world.socket.closed);
  world.pass(60_000);
  assert.equal(world.sockets.length, 4);
});

Deno.test("nothing is said before the socket is open, nothing heard after it was left", () => {
  const world = new World();
  world.link.start();
  world.link.point({ point: [1, 1], selection: [] });
  world.pass(1000);
  assert.deepEqual(world.socket.said, []);
  const first = world.socket;
  world.link.stop();
  first.onmessage!({ data: '{"type":"presence","at":"","data":{"people":[]}}' } as MessageEvent);
  assert.deepEqual(world.frames, []);
});

Deno.test("what is no frame, or one of a newer server, is passed over", () => {
  for (const data of ["", "null", "{}", '{"type":"dance","data":{}}', '{"type":"hello"}', 7]) {
    assert.equal(parseFrame(data), null);
  }
  assert.equal(parseFrame('{"type":"image","at":"","data":{}}')!.type, "image");
});

Deno.test("each person is shown once however many windows they have, and never oneself", () => {
  const person = (user_id: string, connection_id: string): Person => ({
    user_id,
    connection_id,
    username: user_id,
    color: "#112233",
    since: "2026-01-01T00:00:00Z",
  });
  const people = [person("ana", "1"), person("bob", "2"), person("bob", "3"), person("cid", "4")];
  assert.deepEqual(peopleOf(people, "ana").map((one) => one.connection_id), ["2", "4"]);
  assert.deepEqual(["ana.b", "ada", "x"].map(initials), ["AB", "AD", "X"]);
});
