import { useEffect, useRef, useState } from "react";
import { plural } from "../../../lib/format.ts";
import { Button, Dialog, NumberField } from "../../../ui/index.ts";
import { useSnapshot } from "../workspace/context.ts";
import { type Propagation } from "../workspace/usePropagation.ts";

const most = 200;

/** How many of the following images get the selection (or all). Closing it on the way stops there. */
export function PropagateDialog({ propagation }: { propagation: Propagation }) {
  const selected = useSnapshot((s) => s.selection.size);
  const all = useSnapshot((s) => s.objects.length);
  const [text, setText] = useState("5");
  const [error, setError] = useState<string | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);
  const close = () => propagation.ask(false);
  const start = async () => {
    const count = Number(text.trim());
    if (!Number.isInteger(count) || count < 1 || count > most) return setError(`A whole number from 1 to ${most}.`);
    setError(null);
    setDone(0);
    await propagation.copy(count, (now) => {
      if (stopped.current) return false;
      setDone(now);
      return true;
    });
    if (!stopped.current) close();
  };
  const what = selected > 0 ? `the ${plural(selected, "selected object")}` : `all ${plural(all, "object")}`;
  return (
    <Dialog
      title="Copy to the next images"
      onClose={close}
      onSubmit={() => void (done === null && start())}
      footer={
        <>
          <Button kind="ghost" onClick={close}>{done === null ? "Cancel" : "Stop"}</Button>
          <Button kind="primary" type="submit" busy={done !== null}>Copy</Button>
        </>
      }
    >
      <div className="stack">
        <p className="muted">
          Copies {what} to the images that come next in the list. What lies there already in the same place is left out.
        </p>
        <NumberField
          label="How many images"
          value={text}
          disabled={done !== null}
          error={error}
          onChange={(event) => setText(event.target.value)}
        />
        {done !== null && <p className="num muted" role="status">{done} of {text.trim()}</p>}
      </div>
    </Dialog>
  );
}
