// One upload queue a project, beyond the life of a page.
import type { Id, UploadAnswer } from "../../../api/types.ts";
import { cache } from "../../../api/cache.ts";
import { upload } from "../../../api/upload.ts";
import { UploadQueue } from "./UploadQueue.ts";

const queues = new Map<Id, UploadQueue>();

export function uploadQueue(projectId: Id): UploadQueue {
  let queue = queues.get(projectId);
  if (!queue) {
    queue = new UploadQueue((files, onProgress, signal) => {
      const form = new FormData();
      // The server streams the form: it must know the project before the first file comes.
      form.append("project_id", projectId);
      for (const { file, name } of files) form.append("files", file, name);
      return upload<UploadAnswer>("/api/images/upload", form, { onProgress, signal });
    });
    queue.onLanded = () => cache.invalidate(`/api/projects/${projectId}`);
    queues.set(projectId, queue);
  }
  return queue;
}

if (typeof addEventListener === "function") {
  addEventListener("beforeunload", (event) => {
    if ([...queues.values()].some((queue) => queue.state.active)) event.preventDefault();
  });
}
