import { api } from "../../api/client.ts";
import { asApiError } from "../../api/error.ts";
import { cache } from "../../api/cache.ts";
import { useMutation } from "../../api/hooks.ts";
import { isEnded } from "../../api/jobStream.ts";
import type { Job } from "../../api/types.ts";
import { Button, IconButton, toast } from "../../ui/index.ts";

/** Cancel what goes on, retry what failed. */
export function JobActions({ job, size = "m" }: { job: Job; size?: "m" | "s" }) {
  const acting = useMutation((verb: "cancel" | "retry") =>
    api.post(`/api/jobs/${job.id}/${verb}`).catch((error) => {
      toast({ kind: "bad", text: asApiError(error).message });
    }).finally(() => cache.invalidate("/api/jobs"))
  );
  const live = !isEnded(job.status);
  const verb = live ? "cancel" : job.status === "SUCCEEDED" ? null : "retry";
  if (!verb) return null;
  const text = verb === "cancel" ? "Cancel" : "Retry";
  const icon = verb === "cancel" ? "stop" : "refresh";
  return size === "s"
    ? (
      <IconButton
        label={`${text} ${job.title}`}
        tip={text}
        icon={icon}
        size="s"
        busy={acting.busy}
        onClick={() => void acting.run(verb)}
      />
    )
    : <Button icon={icon} busy={acting.busy} onClick={() => void acting.run(verb)}>{text}</Button>;
}
