// What outlives the workspace while somebody works on a project: leaving for the list of images and coming back forgets nothing.
import type { Id } from "../../../api/types.ts";
import { History } from "../../../canvas/edit/History.ts";
import { buildPath, changeQuery, navigate } from "../../../app/router.ts";
import { layerOf } from "../outbox/target.ts";
import type { Session } from "./Workspace.ts";

const sessions = new Map<string, Session>();

export function sessionOf(userId: Id, projectId: Id): Session {
  const key = `${userId}/${projectId}`;
  let session = sessions.get(key);
  if (!session) {
    session = {
      history: new History(),
      images: new Map(),
      open: (target, imageId) => {
        const path = buildPath("/projects/:id/images/:imageId", { id: projectId, imageId });
        return navigate(path + changeQuery(location.search, { layer: layerOf(target) }), { replace: true });
      },
    };
    // One person at a time works here, and on few projects: those of others are forgotten with them.
    for (const other of sessions.keys()) if (!other.startsWith(userId)) sessions.delete(other);
    sessions.set(key, session);
  }
  return session;
}
