import type { Change, Shape } from "../scene/shape.ts";
import { reversed } from "../scene/shape.ts";

/** One thing a person did, as they would call it ("Move", "Delete 3 objects"). */
export interface Command {
  readonly title: string;
  readonly changes: readonly Change[];
  /** commands with the same key that follow at once are one step of undo (a row of nudges) */
  readonly mergeKey?: string;
  /** the picture it was done on; History keeps those of a whole session */
  readonly place?: string;
}

const longest = 1000;
const mergeWithinMs = 1000;

/** Undo and redo as lists of changes, on however many pictures. Knows nothing of the scene: it answers what to apply. */
export class History {
  #done: Command[] = [];
  #undone: Command[] = [];
  #lastAt = -Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  get undoTitle(): string | null {
    return this.#done.at(-1)?.title ?? null;
  }
  get redoTitle(): string | null {
    return this.#undone.at(-1)?.title ?? null;
  }

  /** What `undo` or `redo` would answer, left where it is: its place may have to be opened first. */
  next(direction: "undo" | "redo"): Command | null {
    const command = (direction === "undo" ? this.#done : this.#undone).at(-1);
    if (!command) return null;
    return direction === "undo" ? { ...command, changes: reversed(command.changes) } : command;
  }

  /** What the server made of shapes (it cuts them to the picture) takes their place, so that undoing finds what it left. */
  adopt(changes: readonly Change[]) {
    const made = new Map(changes.map((change) => [change.before, change.after]));
    const put = (shape: Shape | null) => made.has(shape) && shape ? made.get(shape)! : shape;
    const adopted = (command: Command): Command =>
      command.changes.some(({ before, after }) => made.has(before) || made.has(after))
        ? { ...command, changes: command.changes.map((c) => ({ ...c, before: put(c.before), after: put(c.after) })) }
        : command;
    this.#done = this.#done.map(adopted);
    this.#undone = this.#undone.map(adopted);
  }

  /** Forgets what was done on a picture that is no more. */
  forget(place: string) {
    this.#done = this.#done.filter((command) => command.place !== place);
    this.#undone = this.#undone.filter((command) => command.place !== place);
  }

  push(command: Command) {
    if (command.changes.length === 0) return;
    this.#undone = [];
    const last = this.#done.at(-1);
    const at = this.now();
    const follows = command.mergeKey && last?.mergeKey === command.mergeKey && last?.place === command.place;
    if (follows && at - this.#lastAt < mergeWithinMs) {
      this.#done[this.#done.length - 1] = { ...last, changes: merged(last.changes, command.changes) };
    } else {
      this.#done.push(command);
      if (this.#done.length > longest) this.#done.shift();
    }
    this.#lastAt = at;
  }

  undo(): Command | null {
    const command = this.#done.pop();
    if (!command) return null;
    this.#undone.push(command);
    this.#lastAt = -Infinity;
    return { ...command, changes: reversed(command.changes) };
  }

  redo(): Command | null {
    const command = this.#undone.pop();
    if (!command) return null;
    this.#done.push(command);
    this.#lastAt = -Infinity;
    return command;
  }

  clear() {
    this.#done = [];
    this.#undone = [];
  }
}

/** First state before, last state after, for each shape. */
function merged(first: readonly Change[], second: readonly Change[]): Change[] {
  const byId = new Map(first.map((change) => [change.id, change]));
  for (const change of second) byId.set(change.id, { ...change, before: byId.get(change.id)?.before ?? change.before });
  return [...byId.values()];
}
