import { useState } from "react";
import type { BulkOperation, Id } from "../../../api/types.ts";
import type { ImageList } from "../ImageList.ts";
import { type Change, change, landed, type Target, tell } from "./change.ts";

export interface Bulk {
  busy: boolean;
  /** changes that go on as jobs */
  jobs: readonly BulkOperation[];
  run: (target: Target, wanted: Change) => Promise<boolean>;
  /** a job has ended, with what it reached */
  ended: (operation: BulkOperation) => void;
}

/** Changes to many images: sent, followed, told. */
export function useBulk(list: ImageList, projectId: Id): Bulk {
  const [busy, setBusy] = useState(false);
  const [jobs, setJobs] = useState<readonly BulkOperation[]>([]);
  const follow = (job: BulkOperation) => setJobs((old) => [...old, job]);
  const run = async (target: Target, wanted: Change) => {
    setBusy(true);
    const done = await change(list, projectId, target, wanted);
    setBusy(false);
    if (!done) return false;
    done.filter((one) => one.is_job).forEach(follow);
    const atOnce = done.filter((one) => !one.is_job);
    if (atOnce.length > 0) tell(list, projectId, atOnce, follow);
    return true;
  };
  const ended = (operation: BulkOperation) => {
    setJobs((old) => old.filter((one) => one.id !== operation.id));
    tell(list, projectId, [operation], follow);
    landed(list, projectId, true);
  };
  return { busy, jobs, run, ended };
}
