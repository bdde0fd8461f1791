import { toast } from "../../ui/index.ts";
import type { Workspace } from "./workspace/Workspace.ts";

const words = {
  undo: { done: "Undid", nothing: "Nothing to undo." },
  redo: { done: "Did again", nothing: "Nothing to do again." },
};

/** Undo and redo as keys and buttons do them: what finds nothing says so, and so does what happened on another image. */
export function again(workspace: Workspace, direction: "undo" | "redo") {
  const { done, nothing } = words[direction];
  const isThere = workspace.engine.history.next(direction) !== null;
  void workspace.again(direction).then((found) => {
    if (found?.place) toast(`${done}: ${found.title} on ${found.place}`);
    else if (!found && !isThere) toast(nothing);
  });
}
